namespace GeneratedScheduler;

/// <summary>A bounded container had no room in time. Nothing was added.</summary>
public sealed class TaskQueueFullException : SchedulerException
{
    /// <summary>Says how much room was asked for and how much there is in all.</summary>
    /// <param name="capacity">The most tasks that may wait.</param>
    /// <param name="count">How many tasks were to be added.</param>
    /// <param name="waited">How long the add waited for room.</param>
    public TaskQueueFullException(int capacity, int count, TimeSpan waited)
        : base(count > capacity
            ? $"{count} tasks do not fit a queue of {capacity}. Nothing was added. Add them in smaller parts, or raise Capacity."
            : $"The queue of {capacity} tasks had no room for {count} more within {waited}. Nothing was added. Add later, raise Capacity or AddTimeout, or run more tasks at once.")
    {
        Capacity = capacity;
        Count = count;
    }

    /// <summary>The most tasks that may wait.</summary>
    public int Capacity { get; }

    /// <summary>How many tasks were to be added.</summary>
    public int Count { get; }
}
