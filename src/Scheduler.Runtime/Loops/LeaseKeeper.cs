using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>Renews the leases of all runs in one call, acts on what has become of them, and rescues tasks of lost schedulers.</summary>
internal sealed class LeaseKeeper<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    RunEnder<TTask, TResult> ender,
    ContainerStart<TTask, TResult> containerStart,
    CallbackRouter<TTask, TResult> callbacks)
{
    private const int RescueBatch = 1000;

    /// <summary>One renewal, without a thread of the pool as far as the container can do that.</summary>
    /// <remarks>Also when nothing runs here: a container may hold tasks for this process that have not been claimed yet.</remarks>
    public void Renew(LeaseWait wait)
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

        if (held.Count == 0 && !containerStart.IsDone)
        {
            return;
        }

        long sentAt = parts.Time.GetTimestamp();
        try
        {
            RenewRequest request = new(parts.ClaimRequest.Claimant, held.Keys.ToArray(), parts.Options.LeaseDuration);
            LeaseReport report = wait.For(parts.Container.RenewAsync(request, wait.Stopping));
            End(report.Lost, held, EndReason.LeaseLost);
            HashSet<ClaimKey> lost = [.. report.Lost];
            foreach ((ClaimKey key, Run<TTask, TResult> run) in held)
            {
                if (!lost.Contains(key))
                {
                    run.LeaseRenewed(sentAt);
                }
            }

            End(report.StopRequested, held, EndReason.Stop);
            callbacks.HandleRelayed(report.Callbacks);
        }
        catch (Exception)
        {
            EndExpired(held.Values);
            throw;
        }
    }

    /// <summary>One look for tasks whose schedulers are gone.</summary>
    public async Task RescueAsync(CancellationToken cancellationToken)
    {
        if (!containerStart.IsDone)
        {
            return;
        }

        // Looks are made each third of a lease: what is over at two of them has not been renewed in between, although its holder had the time to.
        RescueRequest request = new(parts.CanReattach, parts.Options.MaxLosses, RescueBatch) { SeenFor = parts.Options.LeaseDuration / 4 };
        long began = parts.Time.GetTimestamp();
        RescueReport report;
        do
        {
            report = await parts.Container.RescueAsync(request, cancellationToken).AsTask()
                .WaitAsync(parts.Options.LeaseDuration / 3, parts.Time, cancellationToken).ConfigureAwait(false);
            if (report != default)
            {
                parts.Logger.TasksRescued(parts.Name, report.Rescued, report.Failed, report.Stopped);
            }
        }
        while (report.Rescued + report.Failed + report.Stopped >= RescueBatch && parts.Time.GetElapsedTime(began) < parts.Options.LeaseDuration / 6);
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
        List<Run<TTask, TResult>> expired = [.. held.Where(run => !run.IsRecorded && !run.HoldsLease)];
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
