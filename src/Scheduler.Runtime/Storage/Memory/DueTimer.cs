namespace GeneratedScheduler.Storage;

/// <summary>One timer for all delayed tasks of a container: it fires when the first of them is due.</summary>
/// <remarks>
/// Never called under the container's lock: a fake clock runs timers inside <see cref="ITimer.Change"/>. Only ever moves to an
/// earlier moment; if the first task goes away, the timer fires once for nothing and is set anew.
/// </remarks>
internal sealed class DueTimer : IDisposable
{
    // Timers take 49 days at most.
    private static readonly long LongestWait = TimeSpan.TicksPerDay;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly Action _onDue;
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    internal DueTimer(TimeProvider time, SteadyClock clock, Action onDue) => (_time, _clock, _onDue) = (time, clock, onDue);

    /// <summary>Has the timer fire at <paramref name="due"/> (UTC ticks; <see cref="long.MaxValue"/> for never) or before.</summary>
    internal void ArmAt(long due)
    {
        if (due >= Volatile.Read(ref _armedFor))
        {
            return;
        }

        lock (_gate)
        {
            if (due >= _armedFor || _disposed)
            {
                return;
            }

            // Written first: a fake clock may fire inside Change, and the callback arms anew.
            Volatile.Write(ref _armedFor, due);
            _timer ??= _time.CreateTimer(
                static timer => ((DueTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(WaitUntil(due), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private TimeSpan WaitUntil(long due)
    {
        long wait = Math.Clamp(due - _clock.Now, 0, LongestWait);

        // Timers cut off to whole milliseconds; a task due in half of one would have the timer fire at once, again and again.
        long milliseconds = (wait + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private void Fire()
    {
        Volatile.Write(ref _armedFor, long.MaxValue);
        _onDue();
    }
}
