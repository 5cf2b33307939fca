namespace GeneratedScheduler.Storage;

/// <summary>The memory of this process: a container for each kind of task, whose tasks are gone with the process. The default.</summary>
/// <remarks>
/// Payloads and results are kept as the objects that they are; nothing is serialised. An add to a full container waits, first come, first served,
/// which slows adding down to the speed of the runs. Safe for concurrent use.
/// </remarks>
public sealed class MemoryStore : ITaskStore
{
    private readonly MemoryContainerOptions _options;

    /// <summary>Makes a store.</summary>
    /// <param name="options">How the container of each kind works; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MemoryStore(MemoryContainerOptions? options = null) => _options = (options ?? new()).Checked();

    internal MemoryStore(TaskOrder order, MemoryContainerOptions? options)
        : this((options ?? new()).With(order, (options ?? new()).TimeProvider))
    {
    }

    string ITaskStore.Name => "memory";

    StoreTraits ITaskStore.Traits => StoreTraits.Committing;

    ITaskContainer<TTask, TResult> ITaskStore.Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        new MemoryTaskContainer<TTask, TResult>(_options.With(_options.Order, Clocks.Choose(_options.TimeProvider, time))) { Store = this };

    ValueTask<bool> ITaskStore.CommitAsync(TaskCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        try
        {
            return new ValueTask<bool>(MemoryCommit.Run(this, commit));
        }
        catch (SchedulerException exception)
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    /// <summary>Does nothing: what is in the containers goes with them.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
