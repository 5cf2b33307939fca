using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Diagnostics;

/// <summary>
/// Whether something that is done over and over works at present: logs once per change, and says how long to wait after a failure.
/// </summary>
/// <remarks>
/// <para>
/// What a loop does, it does again, so its problem stands until it succeeds. What is done for single tasks may not be done again for a
/// long time, here at least, when another scheduler took the task; such a problem is <see cref="Forgotten"/> some time after the last failure.
/// </para>
/// <para>
/// A failure of a loop that comes back shortly after a success, for instance each time the same row is met, is not over with the next success:
/// it is shown until it has not come back for a while. Nobody who looks now and then would see it otherwise.
/// </para>
/// </remarks>
internal sealed class LoopCondition(string activity, string taskName, ILogger logger, TimeSpan maxBackoff, TimeProvider time, TimeSpan relapse)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private int _failuresInARow;
    private int _failures;
    private LoopProblem? _problem;
    private long _failedAt;
    private bool _hasFailed;
    private bool _comesBack;
    private bool _settles;

    /// <summary>What is done, such as <c>claiming</c>.</summary>
    public string Activity => activity;

    /// <summary>How long after the last failure the problem is forgotten; <see langword="null"/> (the default) for not before a success.</summary>
    public TimeSpan? Forgotten { get; init; }

    /// <summary>What is wrong now, for people; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? Problem
    {
        get
        {
            LoopProblem? problem = Volatile.Read(ref _problem);
            TimeSpan? shown = Volatile.Read(ref _settles) ? relapse : Forgotten;
            return problem is not null && shown is { } after && Elapsed(Volatile.Read(ref _failedAt)) > after ? null : problem;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>How long to wait before the next try: 50 ms, doubled with each failure in a row up to the longest.</returns>
    public TimeSpan Failed(Exception exception)
    {
        lock (_lock)
        {
            bool isSoon = _hasFailed && Elapsed(_failedAt) <= relapse;
            _comesBack = Forgotten is null && isSoon && (_comesBack || _problem is null);
            Volatile.Write(ref _settles, false);
            Volatile.Write(ref _failedAt, Now());
            _hasFailed = true;
            _failures++;
            LoopProblem problem = new($"{activity}: {exception.GetType().Name}: {ExceptionText.MessageOf(exception)}", exception is StoreUnavailableException);
            if (_problem != problem)
            {
                _problem = problem;
                logger.LoopFailing(exception, taskName, activity);
            }

            double factor = Math.Pow(2, Math.Min(_failuresInARow++, 30));
            return TimeSpan.FromTicks((long)Math.Min(FirstBackoff.Ticks * factor, maxBackoff.Ticks));
        }
    }

    /// <summary>Notes a success.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _problem) is null)
        {
            return;
        }

        lock (_lock)
        {
            _failuresInARow = 0;
            if (_problem is null)
            {
                return;
            }

            if (_comesBack && Elapsed(_failedAt) <= relapse)
            {
                Volatile.Write(ref _settles, true);
                return;
            }

            _problem = null;
            logger.LoopRecovered(taskName, activity, _failures);
            (_failures, _comesBack, _settles) = (0, false, false);
        }
    }

    // Called where nothing may throw, and the clock is the application's.
    private long Now()
    {
        try
        {
            return time.GetTimestamp();
        }
        catch (Exception)
        {
            return 0;
        }
    }

    private TimeSpan Elapsed(long since)
    {
        try
        {
            return time.GetElapsedTime(since);
        }
        catch (Exception)
        {
            return TimeSpan.Zero;
        }
    }
}
