using System.Data.Common;

namespace GeneratedScheduler.Storage;

/// <summary>A durable container whose adds share writes; see <see cref="CombinedStore"/>.</summary>
internal sealed class CombinedTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>, ITransactionalTaskContainer<TTask>, IMemoryInFront
{
    // What a database inserts at once without being slower for each row, and parameters enough for any payload.
    private const int LargestGroup = 1_000;

    private readonly ITaskContainer<TTask, TResult> _durable;
    private readonly AddGroup<TTask> _adds;

    /// <param name="durable">The container behind it; disposed with this one.</param>
    public CombinedTaskContainer(ITaskContainer<TTask, TResult> durable)
    {
        _durable = durable;
        _adds = new AddGroup<TTask>((tasks, token) => durable.AddAsync(tasks, default, token).AsTask(), LargestGroup);
    }

    public ITaskContainer Durable => _durable;

    public ITaskContainer? Wrapped => _durable;

    public bool IsShared => _durable.IsShared;

    public IReadOnlyList<UnsupportedOption> UnsupportedOptions => _durable.UnsupportedOptions;

    public bool CanExchange => _durable.CanExchange;

    private ITransactionalTaskContainer<TTask> Transactional => _durable as ITransactionalTaskContainer<TTask> ?? throw new NotSupportedException(
        $"The tasks are kept in {_durable.GetType().Name}, which cannot take part in a transaction; keep them in a SQL database, or enqueue without the transaction.");

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => _durable.InitializeAsync(cancellationToken);

    public ValueTask InitializeAsync(DbTransaction transaction, CancellationToken cancellationToken) => Transactional.InitializeAsync(transaction, cancellationToken);

    /// <remarks>
    /// Completes after the durable write. Adds of one moment share a write; if one of them is refused, the others are not. Once it
    /// shares a write that has been sent, an add cannot be cancelled any more.
    /// </remarks>
    public ValueTask AddAsync(ReadOnlyMemory<NewTask<TTask>> tasks, Memory<ITaskOutcomeSource<TResult>?> outcomes, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(outcomes.Length, tasks.Length, nameof(outcomes), mayBeEmpty: true);
        ContainerArguments.Check(tasks.Span);
        outcomes.Span.Clear();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
            : tasks.IsEmpty ? ValueTask.CompletedTask
            : new ValueTask(_adds.AddAsync(tasks, cancellationToken));
    }

    public ValueTask AddInTransactionAsync(DbTransaction transaction, ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken) =>
        Transactional.AddInTransactionAsync(transaction, tasks, cancellationToken);

    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken) =>
        _durable.ClaimAsync(request, claimed, cancellationToken);

    public ValueTask ApplyAsync(ReadOnlyMemory<TaskTransition<TResult>> transitions, Memory<bool> accepted, CancellationToken cancellationToken) =>
        _durable.ApplyAsync(transitions, accepted, cancellationToken);

    public ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken) => _durable.ExchangeAsync(transitions, accepted, request, claimed, cancellationToken);

    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken) => _durable.RenewAsync(request, cancellationToken);

    public ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken) => _durable.RescueAsync(request, cancellationToken);

    public ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken) =>
        _durable.RelayAsync(callbacks, accepted, cancellationToken);

    public ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        _durable.WaitForTasksAsync(request, timeout, cancellationToken);

    public ValueTask ExecuteAsync(TaskCommand command, ReadOnlyMemory<TaskId> ids, Memory<CommandResult> results, CancellationToken cancellationToken) =>
        _durable.ExecuteAsync(command, ids, results, cancellationToken);

    public ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken) =>
        _durable.GetAsync(ids, cancellationToken);

    public ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken) => _durable.ListAsync(query, cancellationToken);

    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken) => _durable.CountAsync(cancellationToken);

    public ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => _durable.GetLongestWaitAsync(cancellationToken);

    public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => _durable.GetUtcNowAsync(cancellationToken);

    public ITaskOutcomeSource<TResult>? Observe(TaskId id) => _durable.Observe(id);

    public ValueTask DisposeAsync() => _durable.DisposeAsync();
}
