namespace GeneratedScheduler.Storage;

/// <summary>A bounded queue in memory: tasks run in the order in which they became due, whatever their priority.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// An add to a full queue waits, first come, first served, which slows down whoever adds to the speed of those who run.
/// Use <see cref="OrderedTaskContainer{TTask, TResult}"/> for priorities. Safe for concurrent use; gone with the process.
/// </remarks>
public sealed class QueueTaskContainer<TTask, TResult> : MemoryTaskContainer<TTask, TResult>
{
    /// <summary>Makes an empty queue.</summary>
    /// <param name="options">How it works; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no clock.</exception>
    public QueueTaskContainer(QueueContainerOptions? options = null)
        : this(MemoryOptions.From(options ?? new QueueContainerOptions()))
    {
    }

    private QueueTaskContainer(MemoryOptions options) : base(new FifoOrder(), options)
    {
    }

    /// <summary>Priorities: tasks run in the order in which they became due.</summary>
    public override IReadOnlyList<UnsupportedOption> UnsupportedOptions { get; } =
    [
        new(nameof(EnqueueOptions.Priority), "the queue in memory runs tasks in the order in which they became due. Leave it out, or keep the tasks where "
            + "priorities count: UseOrderedMap() (an OrderedTaskContainer) in memory, or a database."),
    ];
}
