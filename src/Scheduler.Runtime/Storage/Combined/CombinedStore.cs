namespace GeneratedScheduler.Storage;

/// <summary>
/// Memory in front of a durable store: adds of one moment wait in memory while the write before them is under way, and share the next one. A task is
/// acknowledged when the durable store has it. Everything else is done by the durable store.
/// </summary>
/// <remarks>
/// For programs that enqueue single tasks from many threads or requests at once; a batch, and a task with a unique key, is written by itself. Several processes
/// may use the same durable store, with memory in front or without. Safe for concurrent use.
/// </remarks>
public sealed class CombinedStore : ITaskStore
{
    private readonly ITaskStore _durable;

    /// <summary>Puts memory in front of a store.</summary>
    /// <param name="durable">The store behind it, which is shared; disposed with this one.</param>
    public CombinedStore(ITaskStore durable)
    {
        ArgumentNullException.ThrowIfNull(durable);
        _durable = durable;
    }

    string ITaskStore.Name => $"memory in front of {_durable.Name}";

    StoreTraits ITaskStore.Traits => _durable.Traits;

    IReadOnlyList<string> ITaskStore.UnsupportedFilters => _durable.UnsupportedFilters;

    ITaskContainer<TTask, TResult> ITaskStore.Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _durable.Traits.HasFlag(StoreTraits.Shared)
            ? new CombinedTaskContainer<TTask, TResult>(_durable.Open(definition, time))
            : throw new SchedulerConfigurationException(definition.Name,
                [$"Memory in front needs a durable store behind it, such as a database; {_durable.Name} is not one. Leave UseMemoryInFront out."]);
    }

    ITaskDataPersister<TTask, TResult> ITaskStore.OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        _durable.OpenOutputs(definition, time);

    async ValueTask ITaskStore.RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        KindRenewal[] behind = [.. kinds.Select(static kind => new KindRenewal(Behind(kind), kind.Request))];
        await _durable.RenewAsync(behind, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < behind.Length; i++)
        {
            (kinds[i].Report, kinds[i].Failure) = (behind[i].Report, behind[i].Failure);
        }
    }

    async ValueTask ITaskStore.RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        KindRescue[] behind = [.. kinds.Select(static kind => new KindRescue(Behind(kind), kind.Request))];
        await _durable.RescueAsync(behind, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < behind.Length; i++)
        {
            (kinds[i].Report, kinds[i].Failure) = (behind[i].Report, behind[i].Failure);
        }
    }

    async ValueTask ITaskStore.WaitForTasksAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        KindWait[] behind = [.. kinds.Select(static kind => new KindWait(Behind(kind), kind.Request))];
        try
        {
            await _durable.WaitForTasksAsync(behind, timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also what was found before the wait was cancelled.
            for (int i = 0; i < behind.Length; i++)
            {
                (kinds[i].MayClaim, kinds[i].Failure) = (behind[i].MayClaim, behind[i].Failure);
            }
        }
    }

    ValueTask<bool> ITaskStore.CommitAsync(TaskCommit commit, CancellationToken cancellationToken) => _durable.CommitAsync(commit, cancellationToken);

    ValueTask ITaskStore.AnnounceProcessAsync(ProcessAnnouncement announcement, CancellationToken cancellationToken) =>
        _durable.AnnounceProcessAsync(announcement, cancellationToken);

    ValueTask ITaskStore.WithdrawProcessAsync(Guid id, CancellationToken cancellationToken) => _durable.WithdrawProcessAsync(id, cancellationToken);

    ValueTask<IReadOnlyList<TaskProcess>> ITaskStore.ListProcessesAsync(CancellationToken cancellationToken) => _durable.ListProcessesAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _durable.DisposeAsync();

    // A container that the application has wrapped is asked by itself.
    private static ITaskContainer Behind(KindCall kind) => kind.Container is IMemoryInFront front ? front.Durable : kind.Container;
}
