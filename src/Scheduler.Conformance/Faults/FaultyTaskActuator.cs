using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Conformance;

/// <summary>An actuator whose calls fail as a <see cref="FaultPlan"/> says.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// Callbacks of the inner actuator are passed on as they are. A start that is repeated does its work twice, as when a request was delivered twice.
/// </remarks>
public sealed class FaultyTaskActuator<TTask, TResult> : ITaskActuator<TTask, TResult>
{
    private readonly ITaskActuator<TTask, TResult> _inner;
    private readonly FaultPlan _plan;

    /// <summary>Wraps an actuator.</summary>
    public FaultyTaskActuator(ITaskActuator<TTask, TResult> inner, FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(plan);
        (_inner, _plan) = (inner, plan);
    }

    /// <summary>Those of the inner actuator.</summary>
    public ActuatorTraits Traits => _inner.Traits;

    /// <inheritdoc/>
    public ValueTask<TTask> InitializeAsync(TTask task, CancellationToken cancellationToken) =>
        RunAsync(nameof(InitializeAsync), () => _inner.InitializeAsync(task, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StartResult<TResult>> StartAsync(TTask task, TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync(nameof(StartAsync), () => _inner.StartAsync(task, context), context.CancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StartResult<TResult>> ReattachAsync(TTask task, TaskContext context, TaskRunHandle handle)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync(nameof(ReattachAsync), () => _inner.ReattachAsync(task, context, handle), context.CancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask GetStatusesAsync(
        ReadOnlyMemory<TaskRun<TTask>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) =>
        _plan.RunAsync(
            nameof(GetStatusesAsync),
            () => _inner.GetStatusesAsync(runs, statuses, cancellationToken),
            () => _inner.GetStatusesAsync(runs, new TaskRunStatus[statuses.Length], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TResult> GetOutputAsync(TaskRun<TTask> run, CancellationToken cancellationToken) =>
        RunAsync(nameof(GetOutputAsync), () => _inner.GetOutputAsync(run, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask StopAsync(TaskRun<TTask> run, CancellationToken cancellationToken)
    {
        ValueTask Call() => _inner.StopAsync(run, cancellationToken);
        return _plan.RunAsync(nameof(StopAsync), Call, Call, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TaskCallback> ReadCallbacksAsync(CancellationToken cancellationToken) => _inner.ReadCallbacksAsync(cancellationToken);

    private ValueTask<T> RunAsync<T>(string operation, Func<ValueTask<T>> call, CancellationToken cancellationToken) =>
        _plan.RunAsync(operation, call, async () => await call().ConfigureAwait(false), cancellationToken);
}
