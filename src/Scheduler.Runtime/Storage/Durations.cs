namespace GeneratedScheduler.Storage;

/// <summary>How long a call may wait.</summary>
internal static class Durations
{
    // What a timer takes at most (uint.MaxValue - 1 milliseconds), rounded down. Waits are hints or time-outs of seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite.</exception>
    internal static void CheckWait(TimeSpan wait, string name)
    {
        if (wait < TimeSpan.Zero && wait != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                name, wait, "A wait must be zero or more; write Timeout.InfiniteTimeSpan for one without an end.");
        }
    }

    /// <summary>A timer that fires once after <paramref name="wait"/>; none if that is infinite.</summary>
    internal static ITimer? After(TimeProvider time, TimeSpan wait, TimerCallback callback, object state) =>
        wait == Timeout.InfiniteTimeSpan
            ? null
            : time.CreateTimer(callback, state, wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
}
