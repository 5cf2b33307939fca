namespace GeneratedScheduler.Storage;

/// <summary>The checked options of a container in memory.</summary>
internal readonly record struct MemoryOptions
{
    internal int Capacity { get; private init; }

    internal TimeSpan AddTimeout { get; private init; }

    internal int KeepFinished { get; private init; }

    internal TimeProvider TimeProvider { get; private init; }

    internal static MemoryOptions From(QueueContainerOptions options) =>
        Check(options.Capacity, options.AddTimeout, options.KeepFinished, options.TimeProvider);

    internal static MemoryOptions From(OrderedContainerOptions options) =>
        Check(options.Capacity ?? int.MaxValue, options.AddTimeout, options.KeepFinished, options.TimeProvider);

    private static MemoryOptions Check(int capacity, TimeSpan addTimeout, int keepFinished, TimeProvider? time)
    {
        if (capacity < 1)
        {
            throw OutOfRange(nameof(Capacity), capacity, "must be at least 1; write int.MaxValue for no bound.");
        }

        if (addTimeout < TimeSpan.Zero && addTimeout != Timeout.InfiniteTimeSpan)
        {
            throw OutOfRange(
                nameof(AddTimeout),
                addTimeout,
                "must not be negative; write TimeSpan.Zero to refuse at once, or Timeout.InfiniteTimeSpan to wait without an end.");
        }

        if (keepFinished < 0)
        {
            throw OutOfRange(nameof(KeepFinished), keepFinished, "must not be negative; write 0 to keep no finished task.");
        }

        return new MemoryOptions
        {
            Capacity = capacity,
            AddTimeout = addTimeout,
            KeepFinished = keepFinished,
            TimeProvider = time ?? throw new ArgumentException("TimeProvider must not be null; leave it out for TimeProvider.System."),
        };
    }

    private static ArgumentOutOfRangeException OutOfRange(string option, object value, string rule) =>
        new(option, value, $"{option} {rule}");
}
