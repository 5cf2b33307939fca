namespace GeneratedScheduler.Storage;

/// <summary>How a container of a <see cref="MemoryStore"/> works. Read once, when the store is made.</summary>
public sealed class MemoryContainerOptions
{
    /// <summary>
    /// The order in which due tasks run; <see cref="TaskOrder.Queue"/> by default, with which a <see cref="EnqueueOptions.Priority"/> is refused. With
    /// <see cref="TaskOrder.Priority"/>, a stream of tasks of high priority can hold up those of a lower one for as long as it lasts.
    /// </summary>
    public TaskOrder Order { get; set; }

    /// <summary>
    /// The most tasks that may be unstarted or waiting; at least 1, <see cref="int.MaxValue"/> for no bound. 1,000,000 by default, which is about a quarter
    /// of a gigabyte besides the payloads. Retries, rescues and restarts are never refused.
    /// </summary>
    public int Capacity { get; set; } = 1_000_000;

    /// <summary>
    /// How long an add to a full container waits for room; zero to throw at once, <see cref="Timeout.InfiniteTimeSpan"/> to
    /// wait without an end. 30 seconds by default.
    /// </summary>
    public TimeSpan AddTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many finished tasks are kept to be read, listed and restarted, whatever their end; the oldest go first. At least 0.
    /// 1,000 by default. Those that went are still counted (<see cref="TaskCounts"/>), and handles that were made before know how they ended;
    /// <c>GetAsync</c> and <c>GetHandle</c> no longer find them.
    /// </summary>
    public int KeepFinished { get; set; } = 1_000;

    /// <summary>The clock of the container; <see cref="TimeProvider.System"/> by default.</summary>
    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal MemoryContainerOptions Checked()
    {
        if (Order is not (TaskOrder.Queue or TaskOrder.Priority))
        {
            throw OutOfRange(nameof(Order), Order, "is not an order; write Queue or Priority.");
        }

        if (Capacity < 1)
        {
            throw OutOfRange(nameof(Capacity), Capacity, "must be at least 1; write int.MaxValue for no bound.");
        }

        if (AddTimeout < TimeSpan.Zero && AddTimeout != Timeout.InfiniteTimeSpan)
        {
            throw OutOfRange(
                nameof(AddTimeout),
                AddTimeout,
                "must not be negative; write TimeSpan.Zero to refuse at once, or Timeout.InfiniteTimeSpan to wait without an end.");
        }

        if (KeepFinished < 0)
        {
            throw OutOfRange(nameof(KeepFinished), KeepFinished, "must not be negative; write 0 to keep no finished task.");
        }

        return TimeProvider is null
            ? throw new ArgumentException("TimeProvider must not be null; leave it out for TimeProvider.System.")
            : (MemoryContainerOptions)MemberwiseClone();
    }

    /// <summary>A copy with another order and clock.</summary>
    internal MemoryContainerOptions With(TaskOrder order, TimeProvider time)
    {
        MemoryContainerOptions copy = (MemoryContainerOptions)MemberwiseClone();
        (copy.Order, copy.TimeProvider) = (order, time);
        return copy;
    }

    private static ArgumentOutOfRangeException OutOfRange(string option, object value, string rule) => new(option, value, $"{option} {rule}");
}
