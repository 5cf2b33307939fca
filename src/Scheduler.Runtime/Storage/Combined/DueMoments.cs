namespace GeneratedScheduler.Storage;

/// <summary>
/// When tasks that wait in the durable container are due, as far as this process has made them wait: it looks for them then, instead
/// of asking all the time. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Moments only, to the millisecond, and a bounded number of them: a moment that is dropped, or that another process has set, is noticed by the
/// durable container's own signal or at the next look for lost tasks.
/// </remarks>
internal sealed class DueMoments : IDisposable
{
    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _moments = [];
    private readonly SteadyClock _clock;
    private readonly Action _onDue;
    private readonly DueTimer _timer;

    /// <param name="time">This process's clock.</param>
    /// <param name="onDue">Called when something may be due, on whatever thread the clock has.</param>
    internal DueMoments(TimeProvider time, Action onDue)
    {
        (_clock, _onDue) = (new SteadyClock(time), onDue);
        _timer = new DueTimer(time, _clock, Fire);
    }

    /// <summary>Notes that a task is due after <paramref name="delay"/>, counted by this process's monotonic clock from now on.</summary>
    internal void Add(TimeSpan delay)
    {
        // Rounded up: a look that comes too early finds nothing, and there is no second one.
        long due = Ticks.After(_clock.Now, delay);
        due = due > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerMillisecond
            ? due
            : (due + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
        lock (_lock)
        {
            _moments.Add(due);
            if (_moments.Count > MostKept)
            {
                _moments.Remove(_moments.Max);
            }
        }

        _timer.ArmAt(due);
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        long now = _clock.Now;
        bool isDue = false;
        long next;
        lock (_lock)
        {
            while (_moments.Count > 0 && _moments.Min <= now)
            {
                _moments.Remove(_moments.Min);
                isDue = true;
            }

            next = _moments.Count > 0 ? _moments.Min : long.MaxValue;
        }

        if (isDue)
        {
            _onDue();
        }

        _timer.ArmAt(next);
    }
}
