using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>Renews the leases of all runs in one call, acts on what has become of them, and rescues tasks of lost schedulers.</summary>
internal sealed class LeaseKeeper<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    LeaseClock leases,
    RunEnder<TTask, TResult> ender,
    ContainerStart<TTask, TResult> containerStart)
{
    private const int RescueBatch = 1000;

    // A call that is never answered must not keep the next one from being made while the lease still holds.
    private readonly TimeSpan _patience = parts.Options.LeaseDuration / 3;

    /// <summary>One renewal.</summary>
    public async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        Dictionary<ClaimKey, Run<TTask, TResult>> held = [];
        foreach (Run<TTask, TResult> run in runs.Snapshot())
        {
            // What is recorded, given up or lost is no longer ours to hold, also while its code goes on.
            if (!run.IsRecorded)
            {
                held[run.Key] = run;
            }
        }

        if (held.Count == 0)
        {
            return;
        }

        long sentAt = parts.Time.GetTimestamp();
        try
        {
            RenewRequest request = new(parts.ClaimRequest.Claimant, held.Keys.ToArray(), parts.Options.LeaseDuration);
            LeaseReport report = await parts.Container.RenewAsync(request, cancellationToken).AsTask()
                .WaitAsync(_patience, parts.Time, cancellationToken).ConfigureAwait(false);
            leases.Renewed(sentAt);
            End(report.Lost, held, EndReason.LeaseLost);
            End(report.StopRequested, held, EndReason.Stop);
        }
        catch (Exception)
        {
            EndExpired(held.Values);
            throw;
        }
    }

    /// <summary>One look for tasks whose schedulers are gone.</summary>
    public async ValueTask RescueAsync(CancellationToken cancellationToken)
    {
        if (!containerStart.IsDone)
        {
            return;
        }

        RescueRequest request = new(parts.CanReattach, parts.Options.MaxLosses, RescueBatch);
        RescueReport report;
        do
        {
            report = await parts.Container.RescueAsync(request, cancellationToken).AsTask()
                .WaitAsync(_patience, parts.Time, cancellationToken).ConfigureAwait(false);
            if (report != default)
            {
                parts.Logger.TasksRescued(parts.Name, report.Rescued, report.Failed, report.Stopped);
            }
        }
        while (report.Rescued + report.Failed + report.Stopped >= RescueBatch);
    }

    private void End(IReadOnlyList<ClaimKey> keys, Dictionary<ClaimKey, Run<TTask, TResult>> held, EndReason reason)
    {
        int ended = 0;
        foreach (ClaimKey key in keys)
        {
            // A run that ended meanwhile is no longer held either; that is no loss.
            if (held.TryGetValue(key, out Run<TTask, TResult>? run) && !run.IsRecorded)
            {
                ended += run.Phase == RunPhase.Ending ? 0 : 1;
                parts.Background.Forget(ender.EndAsync(run, reason), "ending a run");
            }
        }

        if (ended > 0 && reason == EndReason.LeaseLost)
        {
            parts.Logger.LeasesLost(parts.Name, ended);
        }
    }

    /// <summary>After a lease time without a renewal somebody else may have the tasks, although nobody could tell us.</summary>
    private void EndExpired(IEnumerable<Run<TTask, TResult>> held)
    {
        List<Run<TTask, TResult>> expired = [.. held.Where(run => !run.IsRecorded && !leases.Holds(run.ClaimedAt))];
        foreach (Run<TTask, TResult> run in expired)
        {
            parts.Background.Forget(ender.EndAsync(run, EndReason.LeaseLost), "ending a run");
        }

        if (expired.Count > 0)
        {
            parts.Logger.LeasesLost(parts.Name, expired.Count);
        }
    }
}
