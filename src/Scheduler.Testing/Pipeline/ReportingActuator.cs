using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Testing;

/// <summary>Runs the function of another actuator, and passes on what it reports: a scheduler itself keeps the latest report only.</summary>
internal sealed class ReportingActuator<TTask, TResult>(FunctionActuator<TTask, TResult> inner, Action<TaskProgress> reported)
    : FunctionActuator<TTask, TResult>, ITaskActuator<TTask, TResult>
{
    public ValueTask<TTask> InitializeAsync(TTask task, CancellationToken cancellationToken) =>
        ((ITaskActuator<TTask, TResult>)inner).InitializeAsync(task, cancellationToken);

    protected override async ValueTask<TResult> InvokeAsync(TTask task, TaskContext context) =>
        (await ((ITaskActuator<TTask, TResult>)inner).StartAsync(task, new ReportingContext(context, reported)).ConfigureAwait(false)).Result!;
}
