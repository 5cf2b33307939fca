namespace GeneratedScheduler.Storage;

/// <summary>Tells the time of day, as UTC ticks, in steps of a monotonic clock: a wall clock that is set moves it only when somebody says so.</summary>
/// <remarks>
/// Relative times (delays, retries, leases) are counted by it, so that they are as long as they were said to be. What is meant as a time of
/// day has to follow the wall clock; whoever keeps such moments looks whether it <see cref="HasJumped"/>, and adjusts. Small differences are left: the wall
/// clock is slewed, and the two clocks cannot be read at one instant.
/// </remarks>
internal sealed class SteadyClock
{
    private static readonly long LeastJump = TimeSpan.FromMilliseconds(500).Ticks;

    private readonly TimeProvider _time;
    private readonly long _start;
    private long _base;

    internal SteadyClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _base = time.GetUtcNow().UtcTicks;
    }

    internal long Now => Volatile.Read(ref _base) + _time.GetElapsedTime(_start).Ticks;

    /// <summary>Whether the wall clock was set since, by more than it is corrected all the time.</summary>
    internal bool HasJumped(long now) => Math.Abs(_time.GetUtcNow().UtcTicks - now) >= LeastJump;

    /// <summary>Follows the wall clock, and answers by how much it was set. Not for two threads at a time.</summary>
    internal long Adjust()
    {
        long jump = _time.GetUtcNow().UtcTicks - Now;
        if (Math.Abs(jump) < LeastJump)
        {
            return 0;
        }

        Volatile.Write(ref _base, _base + jump);
        return jump;
    }
}
