namespace GeneratedScheduler.Storage;

/// <summary>How a <see cref="CombinedStore"/> works. Read once, when the store is made.</summary>
public sealed class CombinedContainerOptions
{
    /// <summary>
    /// The most waiting tasks, with their payloads, that are in memory at once; at least 1. 10,000 by default. What is beyond waits in the
    /// durable container, also millions, until there is room. All of them are renewed together, a few times in each lease.
    /// </summary>
    public int MaxTasksInMemory { get; set; } = 10_000;

    /// <summary>
    /// The order among the tasks in memory; <see cref="TaskOrder.Queue"/> by default: the order in which they came into memory, which is the durable
    /// container's own, page by page.
    /// </summary>
    public TaskOrder Order { get; set; }

    /// <summary>The most tasks that are taken from the durable container in one call; at least 1. 1,000 by default.</summary>
    public int PageSize { get; set; } = 1_000;

    /// <summary>The most tasks or moves that are written in one call that the container makes by itself; at least 1. 1,000 by default.</summary>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>
    /// How long a task runs at least before the durable container is told that it does; longer than zero. 20 milliseconds by default. A task that
    /// ends sooner is written once, with its end; one that runs longer shows as Running after twice this time at most, and at once to
    /// whoever reads through this container.
    /// </summary>
    public TimeSpan BeginDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The clock of this process, for delays and leases; <see cref="TimeProvider.System"/> by default.</summary>
    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal CombinedContainerOptions Checked()
    {
        CheckCount(MaxTasksInMemory, nameof(MaxTasksInMemory));
        CheckCount(PageSize, nameof(PageSize));
        CheckCount(BatchSize, nameof(BatchSize));
        if (BeginDelay <= TimeSpan.Zero || BeginDelay > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(BeginDelay), BeginDelay, "BeginDelay must be longer than zero and at most a minute; some milliseconds are a good choice.");
        }

        if (Order is not (TaskOrder.Queue or TaskOrder.Priority))
        {
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "Order must be Queue or Priority.");
        }

        return TimeProvider is null
            ? throw new ArgumentException("TimeProvider must not be null; leave it out for TimeProvider.System.")
            : (CombinedContainerOptions)MemberwiseClone();
    }

    internal CombinedContainerOptions With(TimeProvider time)
    {
        CombinedContainerOptions copy = (CombinedContainerOptions)MemberwiseClone();
        copy.TimeProvider = time;
        return copy;
    }

    private static void CheckCount(int value, string option)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be at least 1.");
        }
    }
}
