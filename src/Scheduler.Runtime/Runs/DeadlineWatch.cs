using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Runs;

/// <summary>
/// Ends runs at their deadlines, with one timer for all of them: it is armed for the earliest deadline, and when it fires, the
/// slots are looked through. A run that ends in time leaves nothing behind that would have to be removed.
/// </summary>
internal sealed class DeadlineWatch<TTask, TResult> : IDisposable
{
    // Deadlines closer together than this share one look at the slots.
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(20);

    private readonly SchedulerParts<TTask, TResult> _parts;
    private readonly RunTable<TTask, TResult> _runs;
    private readonly RunInterrupter<TTask, TResult> _interrupter;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;

    public DeadlineWatch(SchedulerParts<TTask, TResult> parts, RunTable<TTask, TResult> runs, RunInterrupter<TTask, TResult> interrupter)
    {
        _parts = parts;
        _runs = runs;
        _interrupter = interrupter;
        _timer = parts.Time.CreateTimer(
            static watch => ((DeadlineWatch<TTask, TResult>)watch!).EndOverdueRuns(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sees to it that the run is ended at its deadline. The run is in its slot already.</summary>
    public void Watch(Run<TTask, TResult> run)
    {
        if (run.Deadline < Volatile.Read(ref _armedFor))
        {
            Arm(run.Deadline);
        }
    }

    public void Dispose() => _timer.Dispose();

    // A clock of the application's that cannot be armed costs deadlines, but no task, and not the process on whose timer this runs.
    private void Arm(long deadline)
    {
        lock (_lock)
        {
            if (deadline >= _armedFor)
            {
                return;
            }

            _armedFor = deadline;
            try
            {
                TimeSpan due = _parts.Time.GetElapsedTime(_parts.Time.GetTimestamp(), deadline);
                due = due < Granularity ? Granularity : due;
                _timer.Change(due < LongestTimer ? due : LongestTimer, Timeout.InfiniteTimeSpan);
            }
            catch (Exception exception)
            {
                _armedFor = long.MaxValue;
                _parts.Logger.BackgroundWorkFailed(exception, _parts.Name, "setting a timer for deadlines");
            }
        }
    }

    private void EndOverdueRuns()
    {
        lock (_lock)
        {
            // Before the look, so that a run which begins during the look arms the timer anew.
            _armedFor = long.MaxValue;
        }

        long now = _parts.Time.GetTimestamp();
        long next = long.MaxValue;
        foreach (Run<TTask, TResult> run in _runs.Snapshot())
        {
            if (run.IsRecorded || run.DetailsOrNull?.Parked is not null || run.Reason == EndReason.Timeout)
            {
                // It has ended, or its answer only waits to be polled.
                continue;
            }

            if (run.Deadline > now)
            {
                next = Math.Min(next, run.Deadline);
            }
            else
            {
                // For a run whose output is being fetched or saved this cancels the token.
                _parts.Background.Forget(_interrupter.InterruptAsync(run, EndReason.Timeout), "ending a run at its deadline");
            }
        }

        Arm(next);
    }
}
