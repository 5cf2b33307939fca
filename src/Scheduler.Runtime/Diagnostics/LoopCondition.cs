using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Diagnostics;

/// <summary>
/// Whether something that is done over and over works at present: logs once per change, and says how long to wait after a failure.
/// </summary>
/// <remarks>
/// What a loop does, it does again, so its problem stands until it succeeds. What is done for single tasks may not be done again for a
/// long time, here at least, when another scheduler took the task; such a problem is <see cref="Forgotten"/> some time after the last failure.
/// </remarks>
internal sealed class LoopCondition(string activity, string taskName, ILogger logger, TimeSpan maxBackoff)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private int _failures;
    private string? _problem;
    private long _failedAt;

    /// <summary>The clock, and how long after the last failure the problem is forgotten; <see langword="null"/> (the default) for not before a success.</summary>
    public (TimeProvider Time, TimeSpan After)? Forgotten { get; init; }

    /// <summary>What is wrong now, for people; <see langword="null"/> if nothing is.</summary>
    public string? Problem
    {
        get
        {
            if (Volatile.Read(ref _problem) is not null
                && Forgotten is { } forgotten
                && forgotten.Time.GetElapsedTime(Volatile.Read(ref _failedAt)) > forgotten.After)
            {
                return null;
            }

            return Volatile.Read(ref _problem);
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>How long to wait before the next try: 50 ms, doubled with each failure in a row up to the longest.</returns>
    public TimeSpan Failed(Exception exception)
    {
        lock (_lock)
        {
            Volatile.Write(ref _failedAt, Forgotten?.Time.GetTimestamp() ?? 0);
            string problem = $"{activity}: {exception.GetType().Name}: {exception.Message}";
            if (_problem != problem)
            {
                _problem = problem;
                logger.LoopFailing(exception, taskName, activity);
            }

            double factor = Math.Pow(2, Math.Min(_failures++, 30));
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
            if (_problem is not null)
            {
                _problem = null;
                logger.LoopRecovered(taskName, activity, _failures);
                _failures = 0;
            }
        }
    }
}
