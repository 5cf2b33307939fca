using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>The leases of the runs of one kind: which are to be renewed, and what follows when they are lost or a stop was requested.</summary>
internal sealed class KindLeases<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    RunInterrupter<TTask, TResult> interrupter,
    ContainerStart<TTask, TResult> containerStart,
    CallbackRouter<TTask, TResult> callbacks) : ILeaseHolder
{
    private const int RescueBatch = 1000;

    private readonly LoopCondition _condition = parts.ForLoop("renewing leases");
    private Dictionary<ClaimKey, Run<TTask, TResult>> _held = [];

    /// <summary>What is wrong now; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? Problem => _condition.Problem;

    public TimeSpan LeaseDuration => parts.Options.LeaseDuration;

    /// <remarks>Also when nothing runs here: a container may hold tasks for this process that have not been claimed yet.</remarks>
    public KindRenewal? BeginRenewal()
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

        _held = held;
        return held.Count == 0 && !containerStart.IsDone
            ? null
            : new KindRenewal(parts.Container, new RenewRequest(parts.ClaimRequest.Claimant, held.Keys.ToArray(), parts.Options.LeaseDuration));
    }

    public void EndRenewal(KindRenewal renewal, long sentAt)
    {
        if (renewal.Failure is not null)
        {
            EndExpired(_held.Values);
            return;
        }

        End(renewal.Report.Lost, EndReason.LeaseLost);
        HashSet<ClaimKey> lost = [.. renewal.Report.Lost];
        foreach ((ClaimKey key, Run<TTask, TResult> run) in _held)
        {
            if (!lost.Contains(key))
            {
                run.LeaseRenewed(sentAt);
            }
        }

        End(renewal.Report.StopRequested, EndReason.Stop);
        callbacks.HandleRelayed(renewal.Report.Callbacks);
    }

    /// <remarks>
    /// Looks are made each third of a lease: what is over at two of them has not been renewed in between, although its holder had the time to.
    /// </remarks>
    public KindRescue? BeginRescue() => containerStart.IsDone
        ? new KindRescue(
            parts.Container, new RescueRequest(parts.CanReattach, parts.Options.MaxLosses, RescueBatch, seenFor: parts.Options.LeaseDuration / 4))
        : null;

    public bool EndRescue(KindRescue rescue)
    {
        RescueReport report = rescue.Report;
        int taken = report.Rescued + report.Failed + report.Stopped;
        if (taken > 0)
        {
            parts.Logger.TasksRescued(parts.Name, report.Rescued, report.Failed, report.Stopped);
        }

        return taken >= RescueBatch;
    }

    public void RoundSucceeded() => _condition.Succeeded();

    public TimeSpan RoundFailed(Exception exception) => _condition.Failed(exception);

    private void End(IReadOnlyList<ClaimKey> keys, EndReason reason)
    {
        int ended = 0;
        foreach (ClaimKey key in keys)
        {
            // A run that ended meanwhile is not held either; that is not a loss.
            if (_held.TryGetValue(key, out Run<TTask, TResult>? run) && !run.IsRecorded)
            {
                ended += run.Phase == RunPhase.Ending ? 0 : 1;
                parts.Background.Forget(interrupter.InterruptAsync(run, reason), "ending a run");
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
            parts.Background.Forget(interrupter.InterruptAsync(run, EndReason.LeaseLost), "ending a run");
        }

        if (expired.Count > 0)
        {
            parts.Logger.LeasesLost(parts.Name, expired.Count);
        }
    }
}
