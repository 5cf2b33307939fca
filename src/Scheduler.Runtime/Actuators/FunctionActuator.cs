namespace GeneratedScheduler.Actuators;

/// <summary>Executes tasks by calling a method in this process. The source generator emits one for each task method.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the method returns.</typeparam>
/// <remarks>
/// The work is done inside <see cref="ITaskActuator{TTask, TResult}.StartAsync"/>, so there is nothing to poll and nothing to call back: the thread that
/// finishes one task goes on with the next.
/// </remarks>
public abstract class FunctionActuator<TTask, TResult> : ITaskActuator<TTask, TResult>
{
    ActuatorTraits ITaskActuator<TTask, TResult>.Traits => ActuatorTraits.RunsInProcess;

    /// <summary>Calls the method.</summary>
    protected abstract ValueTask<TResult> InvokeAsync(TTask task, TaskContext context);

    ValueTask<StartResult<TResult>> ITaskActuator<TTask, TResult>.StartAsync(TTask task, TaskContext context)
    {
        ValueTask<TResult> run = InvokeAsync(task, context);
        return run.IsCompletedSuccessfully
            ? ValueTask.FromResult(StartResult<TResult>.Completed(run.Result))
            : CompleteAsync(run);

        static async ValueTask<StartResult<TResult>> CompleteAsync(ValueTask<TResult> run) =>
            StartResult<TResult>.Completed(await run.ConfigureAwait(false));
    }

    // A function run is never known elsewhere.
    ValueTask ITaskActuator<TTask, TResult>.GetStatusesAsync(ReadOnlyMemory<TaskRun<TTask>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
    {
        statuses.Span.Fill(TaskRunStatus.NotFound);
        return ValueTask.CompletedTask;
    }

    // The output of a function run is in the result of its start.
    ValueTask<TResult> ITaskActuator<TTask, TResult>.GetOutputAsync(TaskRun<TTask> run, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Task {run.Id} runs in this process; its output is in the result of StartAsync.");

    // A function run is ended by the token of its context alone.
    ValueTask ITaskActuator<TTask, TResult>.StopAsync(TaskRun<TTask> run, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
