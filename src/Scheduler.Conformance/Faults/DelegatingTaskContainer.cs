using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>Passes every call on to another container; a base for wrappers that change some of them.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
public abstract class DelegatingTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>
{
    /// <summary>Wraps a container, which is disposed with the wrapper.</summary>
    protected DelegatingTaskContainer(ITaskContainer<TTask, TResult> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The container that does the work.</summary>
    protected ITaskContainer<TTask, TResult> Inner { get; }

    /// <summary>The container that does the work. A store that is given the wrapper works with that one, and no call of the wrapper is made.</summary>
    public virtual ITaskContainer? Wrapped => Inner;

    /// <inheritdoc/>
    public virtual bool IsShared => Inner.IsShared;

    /// <summary>Not by default: a wrapper that changes <see cref="ApplyAsync"/> or <see cref="ClaimAsync"/> is not to be passed by.</summary>
    public virtual bool CanExchange => false;

    /// <inheritdoc/>
    public virtual IReadOnlyList<UnsupportedOption> UnsupportedOptions => Inner.UnsupportedOptions;

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync(CancellationToken cancellationToken) => Inner.InitializeAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken) =>
        Inner.AddAsync(tasks, outcomes, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<int> ClaimAsync(
        ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken) =>
        Inner.ClaimAsync(request, claimed, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken) =>
        Inner.ApplyAsync(transitions, accepted, cancellationToken);

    /// <summary>By default an <see cref="ApplyAsync"/> and a <see cref="ClaimAsync"/>.</summary>
    public virtual async ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken)
    {
        await ApplyAsync(transitions, accepted, cancellationToken).ConfigureAwait(false);
        return await ClaimAsync(request, claimed, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public virtual ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        Inner.RenewAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask RelayAsync(
        ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken) =>
        Inner.RelayAsync(callbacks, accepted, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) =>
        Inner.RescueAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        Inner.WaitForTasksAsync(request, timeout, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken) =>
        Inner.ExecuteAsync(command, ids, results, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(
        ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        Inner.GetAsync(ids, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        Inner.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) => Inner.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => Inner.GetLongestWaitAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => Inner.GetUtcNowAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ITaskOutcomeSource<TResult>? Observe(TaskId id) => Inner.Observe(id);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
