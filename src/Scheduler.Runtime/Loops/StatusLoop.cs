using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;

namespace GeneratedScheduler.Loops;

/// <summary>
/// Each status interval: asks the actuator about the work that it started, many runs in one call, takes the answers of polled
/// functions, and writes what runs have reported of their progress. Deadlines are kept by <see cref="DeadlineWatch{TTask, TResult}"/>.
/// </summary>
internal sealed class StatusLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    RunFollower<TTask, TResult> follower,
    ActuatorCalls<TTask, TResult> calls)
    : BackgroundLoop(parts.ForLoop("asking for statuses"), parts.Background, parts.Time)
{
    private readonly ProgressReports<TTask, TResult> _reports = new(parts);
    private readonly StatusPoll<TTask, TResult> _poll = new(parts, calls, follower);
    private readonly bool _polls = parts.Updates.HasFlag(StatusUpdates.Polling);

    /// <summary>What is wrong with reports of progress; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? ProgressProblem => _reports.Problem;

    /// <summary>What is wrong with asking for single runs, while others are answered for; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? SingleRunsProblem => _poll.Problem;

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        // No timer while there is nothing to ask for.
        await runs.WhenUsedAsync().WaitAsync(stopping).ConfigureAwait(false);
        await Task.Delay(parts.Options.StatusInterval, parts.Time, stopping).ConfigureAwait(false);
        List<Run<TTask, TResult>> followed = [];
        List<Run<TTask, TResult>> reporting = [];
        foreach (Run<TTask, TResult> run in runs.Snapshot())
        {
            LogOverdue(run);
            if (run.Phase == RunPhase.Following)
            {
                followed.Add(run);
            }

            if (run.Phase != RunPhase.Ending && run.DetailsOrNull is { HasProgress: true })
            {
                reporting.Add(run);
            }
        }

        // Answers first: an end must not wait for a report that the container refuses.
        try
        {
            await TakeAnswersAsync(followed, stopping).ConfigureAwait(false);
        }
        finally
        {
            await _reports.WriteAsync(reporting, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeAnswersAsync(List<Run<TTask, TResult>> followed, CancellationToken stopping)
    {
        if (parts.FunctionIsPolled)
        {
            // Not awaited: saving the output of one run may take long, and the others go on.
            parts.Background.Forget(follower.HandleParkedAsync(followed), "handling answers");
        }
        else if (_polls)
        {
            await _poll.AskAsync(followed, stopping).ConfigureAwait(false);
        }
    }

    private void LogOverdue(Run<TTask, TResult> run)
    {
        if (run.IsOverdue && run.Reason != EndReason.None && run.Details.FirstSeenOverdue())
        {
            parts.Logger.RunOverdue(parts.Name, run.Id, run.Attempt, run.Reason.ToString());
        }
    }
}
