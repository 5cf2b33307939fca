using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Diagnostics;

/// <summary>
/// Whether something that is done over and over works at present: logs once per change, and says how long to wait after a failure.
/// </summary>
internal sealed class LoopCondition(string activity, string taskName, ILogger logger, TimeSpan maxBackoff)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private int _failures;
    private string? _problem;

    /// <summary>What is wrong now, for people; <see langword="null"/> if nothing is.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Notes a failure.</summary>
    /// <returns>How long to wait before the next try: 50 ms, doubled with each failure in a row up to the longest.</returns>
    public TimeSpan Failed(Exception exception)
    {
        lock (_lock)
        {
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
