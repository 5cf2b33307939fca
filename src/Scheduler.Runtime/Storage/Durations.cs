namespace GeneratedScheduler.Storage;

/// <summary>How long a call may wait.</summary>
internal static class Durations
{
    // What a timer takes at most (uint.MaxValue - 1 milliseconds), rounded down. Waits are hints or time-outs of seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>A timer that fires once after <paramref name="wait"/>; none if that is infinite.</summary>
    internal static ITimer? After(TimeProvider time, TimeSpan wait, TimerCallback callback, object state) =>
        wait == Timeout.InfiniteTimeSpan
            ? null
            : time.CreateTimer(callback, state, Bounded(wait), Timeout.InfiniteTimeSpan);

    /// <summary>The wait, or the longest that a timer takes.</summary>
    internal static TimeSpan Bounded(TimeSpan wait) => wait < Longest ? wait : Longest;
}
