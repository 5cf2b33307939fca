using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>Passes every call on to another container, and tells a watcher what it did.</summary>
internal class WatchedContainer<TTask, TResult>(ITaskContainer<TTask, TResult> inner, ITaskWatcher<TTask, TResult> watcher)
    : ITaskContainer<TTask, TResult>
{
    public ITaskContainer? Wrapped => inner;

    public bool IsShared => inner.IsShared;

    public bool CanExchange => inner.CanExchange;

    public IReadOnlyList<UnsupportedOption> UnsupportedOptions => inner.UnsupportedOptions;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public async ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken)
    {
        // An add may wait for room, and changes nothing meanwhile.
        await inner.AddAsync(tasks, outcomes, cancellationToken).ConfigureAwait(false);
        watcher.Entered();
        watcher.Added(tasks.Span);
        watcher.Left();
    }

    public async ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        watcher.Entered();
        try
        {
            int count = await inner.ClaimAsync(request, claimed, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                watcher.Claimed(claimed.Span[..count]);
            }

            return count;
        }
        finally
        {
            watcher.Left();
        }
    }

    public async ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        watcher.Entered();
        try
        {
            await inner.ApplyAsync(transitions, accepted, cancellationToken).ConfigureAwait(false);
            watcher.Moved(transitions.Span, accepted.Span);
        }
        finally
        {
            watcher.Left();
        }
    }

    public async ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken)
    {
        watcher.Entered();
        try
        {
            int count = await inner.ExchangeAsync(transitions, accepted, request, claimed, cancellationToken).ConfigureAwait(false);
            watcher.Moved(transitions.Span, accepted.Span);
            if (count > 0)
            {
                watcher.Claimed(claimed.Span[..count]);
            }

            return count;
        }
        finally
        {
            watcher.Left();
        }
    }

    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) =>
        inner.RenewAsync(request, cancellationToken);

    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        watcher.Entered();
        try
        {
            RescueReport report = await inner.RescueAsync(request, cancellationToken).ConfigureAwait(false);
            return report;
        }
        finally
        {
            watcher.Left();
        }
    }

    public ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        inner.WaitForTasksAsync(request, timeout, cancellationToken);

    public async ValueTask ExecuteAsync(
        TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken)
    {
        watcher.Entered();
        try
        {
            await inner.ExecuteAsync(command, ids, results, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            watcher.Left();
        }
    }

    public ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        inner.GetAsync(ids, cancellationToken);

    public ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => inner.GetLongestWaitAsync(cancellationToken);

    public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => inner.GetUtcNowAsync(cancellationToken);

    public ITaskOutcomeSource<TResult>? Observe(TaskId id) => inner.Observe(id);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
