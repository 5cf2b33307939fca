namespace GeneratedScheduler.Storage;

/// <summary>Memory in front of a durable store, for each kind of task; see <see cref="CombinedTaskContainer{TTask, TResult}"/>.</summary>
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

    /// <inheritdoc/>
    public string Name => $"memory in front of {_durable.Name}";

    /// <summary>Those of the store behind it. It shares no calls between kinds of tasks.</summary>
    public StoreTraits Traits => _durable.Traits & ~(StoreTraits.Transactional | StoreTraits.Reserving | StoreTraits.Committing);

    /// <inheritdoc/>
    /// <exception cref="SchedulerConfigurationException">The store behind it cannot reserve tasks.</exception>
    public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ITaskContainer<TTask, TResult> container = _durable.Open(definition, time);
        return container is IReservingTaskContainer<TTask, TResult> durable
            ? new CombinedTaskContainer<TTask, TResult>(durable, _options.With(Clocks.Choose(_options.TimeProvider, time)))
            : throw new SchedulerConfigurationException(definition.Name,
                [$"Memory in front needs a durable store behind it that can reserve tasks, such as a database; {_durable.Name} cannot."]);
    }

    /// <inheritdoc/>
    public ITaskDataPersister<TTask, TResult> OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        _durable.OpenOutputs(definition, time);

    /// <summary>Not supported: the tasks in memory have transitions that the store behind has not seen.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    ValueTask<bool> ITaskStore.CommitAsync(TaskCommit commit, CancellationToken cancellationToken) => throw StoreDefaults.CannotCommit(
        Name, $"Keep these kinds in {_durable.Name} without memory in front: leave out UseMemoryInFront. ");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _durable.DisposeAsync();
}
