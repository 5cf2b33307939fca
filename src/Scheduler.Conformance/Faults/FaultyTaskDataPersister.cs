using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>A persister whose calls fail as a <see cref="FaultPlan"/> says.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
public sealed class FaultyTaskDataPersister<TTask, TResult> : ITaskDataPersister<TTask, TResult>
{
    private readonly ITaskDataPersister<TTask, TResult> _inner;
    private readonly FaultPlan _plan;

    /// <summary>Wraps a persister.</summary>
    public FaultyTaskDataPersister(ITaskDataPersister<TTask, TResult> inner, FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(plan);
        (_inner, _plan) = (inner, plan);
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        ValueTask Call() => _inner.InitializeAsync(cancellationToken);
        return _plan.RunAsync(nameof(InitializeAsync), Call, Call, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(TaskId id, TTask task, TResult output, CancellationToken cancellationToken)
    {
        ValueTask Call() => _inner.SaveAsync(id, task, output, cancellationToken);
        return _plan.RunAsync(nameof(SaveAsync), Call, Call, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<TResult> LoadAsync(TaskId id, CancellationToken cancellationToken)
    {
        ValueTask<TResult> Call() => _inner.LoadAsync(id, cancellationToken);
        return _plan.RunAsync(nameof(LoadAsync), Call, async () => await Call().ConfigureAwait(false), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken)
    {
        ValueTask Call() => _inner.DeleteAsync(id, cancellationToken);
        return _plan.RunAsync(nameof(DeleteAsync), Call, Call, cancellationToken);
    }
}
