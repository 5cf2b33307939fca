namespace GeneratedScheduler.Storage;

/// <summary>How a <see cref="QueueTaskContainer{TTask, TResult}"/> works. Read once, when the container is made.</summary>
public sealed class QueueContainerOptions
{
    /// <summary>
    /// The most tasks that may be unstarted or waiting; at least 1. 1,000,000 by default, which is about a quarter of a gigabyte
    /// besides the payloads. Retries, rescues and restarts are never refused.
    /// </summary>
    public int Capacity { get; set; } = 1_000_000;

    /// <summary>
    /// How long an add to a full queue waits for room; zero to throw at once, <see cref="Timeout.InfiniteTimeSpan"/> to
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
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
