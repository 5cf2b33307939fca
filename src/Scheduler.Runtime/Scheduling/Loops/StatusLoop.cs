using GeneratedScheduler.Actuators;
using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Each status interval: asks the actuator about the work that it started, many runs in one call, takes the answers of polled
/// functions, and writes what runs have reported of their progress. Deadlines are kept by <see cref="DeadlineWatch{TTask, TResult}"/>.
/// </summary>
internal sealed class StatusLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    RunFollower<TTask, TResult> follower)
    : BackgroundLoop(new LoopCondition("asking for statuses", parts.Name, parts.Logger, parts.MaxBackoff), parts.Time)
{
    private const int MaxBatch = 1000;

    private readonly bool _polls = parts.Updates.HasFlag(StatusUpdates.Polling);

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        await Task.Delay(parts.Options.StatusInterval, parts.Time, stopping).ConfigureAwait(false);
        List<Run<TTask, TResult>> followed = [];
        List<TaskTransition<TResult>> reports = [];
        foreach (Run<TTask, TResult> run in runs.Snapshot())
        {
            LogOverdue(run);
            if (run.Phase == RunPhase.Following)
            {
                followed.Add(run);
            }

            if (run.Phase != RunPhase.Ending && run.DetailsOrNull is { } details && details.TryTakeProgress(out TaskProgress progress))
            {
                reports.Add(TaskTransition<TResult>.Report(run.Id, run.Key.ClaimToken, progress, null));
            }
        }

        if (reports.Count > 0)
        {
            // Of all moves the only ones that are not repeated: the next report says more.
            await parts.Container.ApplyAsync(reports.ToArray(), new bool[reports.Count], stopping).ConfigureAwait(false);
        }

        await TakeAnswersAsync(followed, stopping).ConfigureAwait(false);
    }

    private async ValueTask TakeAnswersAsync(List<Run<TTask, TResult>> followed, CancellationToken stopping)
    {
        if (parts.FunctionIsPolled)
        {
            // Not awaited: saving the output of one run may take long, and the others go on.
            _ = follower.HandleParkedAsync(followed);
        }
        else if (_polls)
        {
            foreach (Run<TTask, TResult>[] batch in followed.Chunk(MaxBatch))
            {
                await AskAsync(batch, stopping).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask AskAsync(Run<TTask, TResult>[] batch, CancellationToken stopping)
    {
        TaskRunKey[] keys = Array.ConvertAll(batch, run => run.RemoteKey);
        TaskRunStatus[] statuses = new TaskRunStatus[batch.Length];
        await parts.Actuator.GetStatusesAsync(keys, statuses, stopping).ConfigureAwait(false);
        for (int i = 0; i < batch.Length; i++)
        {
            // Not awaited: fetching the output of one run may take long, and the others go on.
            _ = follower.HandleAsync(batch[i], statuses[i]).AsTask();
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
