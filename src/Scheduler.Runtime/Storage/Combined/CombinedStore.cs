namespace GeneratedScheduler.Storage;

/// <summary>
/// Memory in front of a durable store, for each kind of task: tasks are written there before an add is acknowledged, reserved for this process, claimed
/// and run from memory, and written once more when they end.
/// </summary>
/// <remarks>
/// <para>
/// What the durable container promises holds here as well: nothing that was acknowledged is lost, every move is judged by the durable
/// container under the token of the claim, and several processes may share it. While this process lives and can reach the durable container, the
/// tasks that it holds in memory are run by it alone; they are given back when this store is disposed, and taken over by others within a
/// lease if the process is lost. A task that was waiting in the memory of a lost process counts no loss, but is marked as begun before it is run
/// the next time, so that a task which ends its process again and again ends as Failed.
/// </para>
/// <para>
/// No process holds more than it can use: how many tasks are in memory follows the pace at which they are claimed, and what is held by a
/// scheduler that pauses, or whose slots are all taken for long, is given back within a third of a lease.
/// </para>
/// <para>
/// With a cluster-wide limit nothing is held in memory, and every claim goes to the durable container, because only that one can count.
/// Until something is claimed or waited for here, as in a process that only adds tasks, nothing is reserved.
/// </para>
/// <para>
/// Priorities hold among the tasks in memory. A task that comes later than memory was filled waits its turn in the durable container, however
/// urgent; a smaller <see cref="CombinedContainerOptions.MaxTasksInMemory"/> makes that wait shorter. Safe for concurrent use.
/// </para>
/// </remarks>
public sealed class CombinedStore : ITaskStore
{
    private readonly ITaskStore _durable;
    private readonly CombinedContainerOptions _options;

    /// <summary>Puts memory in front of a store.</summary>
    /// <param name="durable">The store behind it, which can reserve tasks; disposed with this one.</param>
    /// <param name="options">How it works, for each kind of task; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CombinedStore(ITaskStore durable, CombinedContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(durable);
        _durable = durable;
        _options = (options ?? new CombinedContainerOptions()).Checked();
    }

    string ITaskStore.Name => $"memory in front of {_durable.Name}";

    // It shares no calls between kinds of tasks.
    StoreTraits ITaskStore.Traits => _durable.Traits & ~StoreTraits.Transactional & ~StoreTraits.Reserving;

    ITaskContainer<TTask, TResult> ITaskStore.Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ITaskContainer<TTask, TResult> container = _durable.Open(definition, time);
        return container is IReservingTaskContainer<TTask, TResult> durable
            ? new CombinedTaskContainer<TTask, TResult>(durable, _options.With(Clocks.Choose(_options.TimeProvider, time)))
            : throw new SchedulerConfigurationException(definition.Name,
                [$"Memory in front needs a durable store behind it that can reserve tasks, such as a database; {_durable.Name} cannot."]);
    }

    ITaskDataPersister<TTask, TResult> ITaskStore.OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        _durable.OpenOutputs(definition, time);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _durable.DisposeAsync();
}
