using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Writes what runs have reported of their progress, all in one call; if that fails, one by one, so that none costs the others theirs.</summary>
internal sealed class ProgressReports<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
{
    // After so many failures in a row it is the container that fails, and not one of the reports.
    private const int MaxFailures = 3;

    private readonly LoopCondition _condition = parts.ForSingleTasks("writing progress");

    /// <summary>What is wrong now; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? Problem => _condition.Problem;

    /// <summary>Writes the reports of runs that have one. Throws only if cancelled: ends of runs are polled by the same loop.</summary>
    /// <remarks>
    /// Reports are the only moves that are not repeated, because the next one says more. One that fails alone is dropped; those behind it are
    /// kept for the next round, so that a few that always fail do not stand before the others each time.
    /// </remarks>
    public async ValueTask WriteAsync(List<Run<TTask, TResult>> runs, CancellationToken cancellationToken)
    {
        List<(Run<TTask, TResult> Run, TaskProgress Progress)> reports = [];
        foreach (Run<TTask, TResult> run in runs)
        {
            if (run.Details.TryTakeProgress(out TaskProgress progress))
            {
                reports.Add((run, progress));
            }
        }

        if (reports.Count == 0)
        {
            return;
        }

        try
        {
            await ApplyAsync(reports, cancellationToken).ConfigureAwait(false);
            _condition.Succeeded();
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _condition.Failed(exception);
            if (reports.Count > 1)
            {
                await WriteEachAsync(reports, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask WriteEachAsync(List<(Run<TTask, TResult> Run, TaskProgress Progress)> reports, CancellationToken cancellationToken)
    {
        int failures = 0;
        for (int i = 0; i < reports.Count; i++)
        {
            try
            {
                await ApplyAsync(reports.GetRange(i, 1), cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++failures == MaxFailures)
                {
                    reports[(i + 1)..].ForEach(static report => report.Run.Details.KeepProgress(report.Progress));
                    return;
                }
            }
        }
    }

    private async ValueTask ApplyAsync(List<(Run<TTask, TResult> Run, TaskProgress Progress)> reports, CancellationToken cancellationToken)
    {
        TaskTransition<TResult>[] moves =
            [.. reports.Select(static report => TaskTransition<TResult>.Report(report.Run.Id, report.Run.Key.ClaimToken, report.Progress, null))];
        await parts.Container.ApplyAsync(moves, new bool[moves.Length], cancellationToken).ConfigureAwait(false);
    }
}
