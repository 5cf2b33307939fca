namespace GeneratedScheduler.Conformance.Tests.Broken;

internal sealed class NoTokenCheck : ContainerModel
{
    protected override bool MayMove(ModelTask task, long token) => TaskStateMachine.IsClaimed(task.State);
}

internal sealed class ClaimsRunning : ContainerModel
{
    protected override bool IsDue(ModelTask task) => base.IsDue(task) || task.State == TaskState.Running;
}

internal sealed class LosesRetry : ContainerModel
{
    protected override void GiveBack(ModelTask task, Move move)
    {
        base.GiveBack(task, move);
        if (move.Event == TaskEvent.Retry)
        {
            Remove(task);
        }
    }
}

internal sealed class DeferCounts : ContainerModel
{
    protected override void MakeWait(ModelTask task, bool keepsHandle, bool attemptCounts, TimeSpan delay) =>
        base.MakeWait(task, keepsHandle, attemptCounts: true, delay);
}

internal sealed class DropsHandle : ContainerModel
{
    protected override void MakeWait(ModelTask task, bool keepsHandle, bool attemptCounts, TimeSpan delay) =>
        base.MakeWait(task, keepsHandle: false, attemptCounts, delay);
}

internal sealed class KeepsHandle : ContainerModel
{
    protected override void MakeWait(ModelTask task, bool keepsHandle, bool attemptCounts, TimeSpan delay) =>
        base.MakeWait(task, keepsHandle: task.Handle is not null, attemptCounts, delay);
}

internal sealed class AddsHalf : ContainerModel
{
    public override List<TaskConflict> FindConflicts(IReadOnlyList<NewTask<ProbeTask>> tasks)
    {
        List<TaskConflict> conflicts = base.FindConflicts(tasks);
        if (conflicts.Count > 0)
        {
            foreach (NewTask<ProbeTask> good in tasks.Where(t => conflicts.TrueForAll(c => c.Id != t.Id)))
            {
                Add(good);
            }
        }

        return conflicts;
    }
}

internal sealed class IgnoresKeys : ContainerModel
{
    public override List<TaskConflict> FindConflicts(IReadOnlyList<NewTask<ProbeTask>> tasks) =>
        [.. base.FindConflicts(tasks).Where(c => c.UniqueKey is null)];
}

internal sealed class FreesKeyEarly : ContainerModel
{
    protected override bool HoldsKey(ModelTask task) => task.State is TaskState.Unstarted or TaskState.Waiting;
}

internal sealed class NeverFreesKey : ContainerModel
{
    protected override bool HoldsKey(ModelTask task) => true;
}

internal sealed class OverlooksBatchKeys : ContainerModel
{
    public override List<TaskConflict> FindConflicts(IReadOnlyList<NewTask<ProbeTask>> tasks) =>
        [.. tasks.SelectMany(t => base.FindConflicts([t]))];
}

internal sealed class IgnoresCase : ContainerModel
{
    public override List<TaskConflict> FindConflicts(IReadOnlyList<NewTask<ProbeTask>> tasks) =>
        base.FindConflicts([.. tasks.Select(t => t with { Options = new EnqueueOptions(t.Options) { UniqueKey = t.Options.UniqueKey?.ToUpperInvariant() } })]);
}

internal sealed class RestartIgnoresKey : ContainerModel
{
    protected override CommandOutcome Restart(ModelTask task)
    {
        CommandOutcome outcome = base.Restart(task);
        if (outcome == CommandOutcome.Conflict)
        {
            task.State = TaskState.Waiting;
            return CommandOutcome.Done;
        }

        return outcome;
    }
}

internal sealed class RescuesByAge : ContainerModel
{
    protected override bool IsExpired(ModelTask task) =>
        TaskStateMachine.IsClaimed(task.State) && task.StartedAt + TimeSpan.FromMinutes(5) < Now || base.IsExpired(task);
}

internal sealed class OverlooksExporting : ContainerModel
{
    protected override bool IsExpired(ModelTask task) => task.State == TaskState.Running && base.IsExpired(task);
}

internal sealed class RescuesForEver : ContainerModel
{
    public override RescueReport Rescue(RescueRequest request) => base.Rescue(request with { MaxLosses = int.MaxValue });
}

internal sealed class NoRenewal : ContainerModel
{
    public override LeaseReport Renew(RenewRequest request)
    {
        Dictionary<TaskId, DateTimeOffset?> before = Tasks.ToDictionary(t => t.Id, t => t.LeaseUntil);
        LeaseReport report = base.Renew(request);
        foreach (ModelTask task in Tasks)
        {
            task.LeaseUntil = before[task.Id];
        }

        return report;
    }
}

internal sealed class RenewsAll : ContainerModel
{
    public override LeaseReport Renew(RenewRequest request)
    {
        foreach (ModelTask task in Tasks.Where(t => t.Owner == request.Claimant))
        {
            task.LeaseUntil = Now + request.LeaseDuration;
        }

        return base.Renew(request);
    }
}

internal sealed class TellsStopOnce : ContainerModel
{
    private readonly HashSet<ClaimKey> _told = [];

    public override LeaseReport Renew(RenewRequest request)
    {
        LeaseReport report = base.Renew(request);
        return new LeaseReport(report.Lost, [.. report.StopRequested.Where(_told.Add)], report.Callbacks);
    }
}

internal sealed class RetryIgnoresStop : ContainerModel
{
    protected override void GiveBack(ModelTask task, Move move)
    {
        task.StopRequested = task.StopRequested && move.Event != TaskEvent.Retry;
        base.GiveBack(task, move);
    }
}

internal sealed class StopsRunning : ContainerModel
{
    protected override CommandOutcome Stop(ModelTask task)
    {
        if (task.State != TaskState.Running)
        {
            return base.Stop(task);
        }

        End(task, TaskState.Stopped, null, null);
        return CommandOutcome.Done;
    }
}

internal sealed class IgnoresNotBefore : ContainerModel
{
    protected override bool IsDue(ModelTask task) => task.State == TaskState.Waiting;
}

internal sealed class Stack : ContainerModel
{
    public override List<ModelTask> Due() => [.. base.Due().AsEnumerable().Reverse()];
}

internal sealed class NoLimit : ContainerModel
{
    public override int Allowance(int most, int clusterConcurrency) => most;
}

internal sealed class LimitForgetsExporting : ContainerModel
{
    public override int Allowance(int most, int clusterConcurrency) =>
        base.Allowance(most, clusterConcurrency == 0 ? 0 : clusterConcurrency + InState(TaskState.Exporting));
}

internal sealed class RestartKeepsAttempt : ContainerModel
{
    protected override CommandOutcome Restart(ModelTask task)
    {
        int attempt = task.Attempt;
        CommandOutcome outcome = base.Restart(task);
        task.Attempt = attempt;
        return outcome;
    }
}

internal sealed class DeletesAnything : ContainerModel
{
    protected override CommandOutcome Delete(ModelTask task)
    {
        Remove(task);
        return CommandOutcome.Done;
    }
}

internal sealed class FailsInSilence : ContainerModel
{
    protected override void End(ModelTask task, TaskState end, TaskFailure? failure, ProbeResult? result)
    {
        TaskCompletionSource<TaskOutcome<ProbeResult>> outcome = task.Outcome;
        task.Outcome = end == TaskState.Failed ? new() : outcome;
        base.End(task, end, failure, result);
        task.Outcome = outcome;
    }
}
