namespace GeneratedScheduler.Actuators;

/// <summary>Stands for the actuator in a process that only enqueues, where the real one, and the services that it needs, may not exist.</summary>
internal sealed class AbsentActuator<TTask, TResult> : ITaskActuator<TTask, TResult>
{
    public ValueTask<StartResult<TResult>> StartAsync(TTask task, TaskContext context) => throw RunsNothing();

    public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<TTask>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) =>
        throw RunsNothing();

    public ValueTask<TResult> GetOutputAsync(TaskRun<TTask> run, CancellationToken cancellationToken) => throw RunsNothing();

    public ValueTask StopAsync(TaskRun<TTask> run, CancellationToken cancellationToken) => throw RunsNothing();

    private static InvalidOperationException RunsNothing() => new("This scheduler only enqueues; it has no actuator and claims no tasks.");
}
