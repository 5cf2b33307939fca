namespace GeneratedScheduler.Loops;

/// <summary>When the leases of one kind are due to be renewed. Safe for concurrent use.</summary>
/// <remarks>By the system's monotonic clock: from the begin of one round to the begin of the next, so that a slow store does not add its time to that.</remarks>
internal sealed class LeaseTiming(ILeaseHolder kind)
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private long _since = TimeProvider.System.GetTimestamp();
    private TimeSpan _pause = kind.LeaseDuration / 3;
    private bool _isDueAgain;

    public ILeaseHolder Kind => kind;

    /// <summary>The time from one round to the next.</summary>
    public TimeSpan Interval => kind.LeaseDuration / 3;

    /// <summary>Whether a clock of the application's says when a round is due; a round that failed is repeated by the system's clock all the same.</summary>
    public bool IsTimedByOthers
    {
        get;
        set
        {
            lock (_lock)
            {
                // A round that is due already stays so.
                if (field != value)
                {
                    field = value;
                    _pause = value ? Never : Interval;
                }
            }
        }
    }

    /// <summary>How long it is until the next round; zero if it is due.</summary>
    public TimeSpan UntilDue
    {
        get
        {
            lock (_lock)
            {
                TimeSpan left = _pause - TimeProvider.System.GetElapsedTime(_since);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The clock of the application says that a round is due; also while one is under way.</summary>
    public void MakeDue()
    {
        lock (_lock)
        {
            (_pause, _isDueAgain) = (TimeSpan.Zero, true);
        }
    }

    /// <summary>A round begins.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isDueAgain = false;
        }
    }

    /// <summary>Notes a round that has worked.</summary>
    /// <param name="began">When it began, by the system's clock.</param>
    public void Succeeded(long began)
    {
        lock (_lock)
        {
            _since = began;
            _pause = !IsTimedByOthers ? Interval : _isDueAgain ? TimeSpan.Zero : Never;
        }

        kind.RoundSucceeded();
    }

    /// <summary>Notes a round that has failed.</summary>
    public void Failed(Exception exception)
    {
        TimeSpan pause = kind.RoundFailed(exception);
        lock (_lock)
        {
            (_pause, _since) = (pause, TimeProvider.System.GetTimestamp());
        }
    }
}
