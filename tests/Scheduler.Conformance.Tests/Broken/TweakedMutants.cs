namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>More broken containers: each a small slip that somebody writing one could make.</summary>
internal static class TweakedMutants
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    public static IReadOnlyList<Mutant> All { get; } =
    [
        Mutant.Of("trims texts", "Adding: null, empty and unusual texts of a payload survive", () => new TweakedModel { OnAdd = t => t with { Payload = t.Payload with { Text = t.Payload.Text?.Trim() } } }),
        Mutant.Of("drops the options", "Adding: a task is read back as it was added", () => new TweakedModel { OnAdd = t => t with { Options = new EnqueueOptions { UniqueKey = t.Options.UniqueKey } } }),
        Mutant.Of("claims without the options", "Claiming: a claim hands out payload, options, attempt and token", () => new TweakedModel { OnAdd = t => t with { Options = EnqueueOptions.Default } }),
        Mutant.Of("claims unstarted tasks", "Adding: an unstarted task is not claimed before it is started", () => new TweakedModel { AlsoDue = t => t.State == TaskState.Unstarted }),
        Mutant.Of("claims finished tasks", "Claiming: finished tasks are not claimed", () => new TweakedModel { AlsoDue = t => TaskStateMachine.IsFinished(t.State) }),
        Mutant.Of("keeps a time in the past", "Delays: a not-before time in the past means at once", () => new TweakedModel { AfterAdd = t => t.NotBefore = t.Options.NotBefore ?? t.NotBefore }),
        Mutant.Of("hides the time of a delayed task", "Delays: a delayed task is Waiting, with its time in the record", () => new TweakedModel { AfterAdd = t => t.NotBefore = t.CreatedAt }),
        Mutant.Of("stamps the start with the creation", "Claiming: a claim stamps owner, lease, token and start", () => new TweakedModel { AfterClaim = t => t.StartedAt = t.CreatedAt }),
        Mutant.Of("accepts everything", "Fencing: a repeated move is refused the second time", () => new TweakedModel { AcceptsAll = true }),
        Mutant.Of("accepts moves of unknown tasks", "Fencing: no move is made of a task that is not there", () => new TweakedModel { AcceptsAll = true }),
        Mutant.Of("accepts a second end", "Concurrency: of many moves under one token at once one is made", () => new TweakedModel { AcceptsAll = true }),
        Mutant.Of("forgets progress with a report of the handle", "Moves: a report keeps what it does not tell", () => new TweakedModel { AfterMove = (t, m) => t.Progress = m.Event == TaskEvent.Report ? m.Progress : t.Progress }),
        Mutant.Of("ends the lease with the export", "Moves: exporting holds the claim until the success", () => new TweakedModel { AfterMove = (t, m) => t.LeaseUntil = m.Event == TaskEvent.Export ? null : t.LeaseUntil }),
        Mutant.Of("forgets reports while exporting", "Moves: a report while exporting is accepted", () => new TweakedModel { AfterMove = (t, _) => t.Progress = t.State == TaskState.Exporting ? null : t.Progress }),
        Mutant.Of("loses results", "Moves: a success keeps the result and ends the claim", () => new TweakedModel { AfterEnd = t => t.Result = null }),
        Mutant.Of("makes up results", "Moves: a success without a result is one", () => new TweakedModel { AfterEnd = t => t.Result ??= new ProbeResult(0) }),
        Mutant.Of("loses failures", "Moves: a failure keeps its reason and ends the claim", () => new TweakedModel { AfterEnd = t => t.Failure = null }),
        Mutant.Of("stamps the end with the start", "Moves: the moment of the end is the container's", () => new TweakedModel { AfterEnd = t => t.FinishedAt = t.StartedAt ?? t.FinishedAt }),
        Mutant.Of("reports all claims as lost", "Leases: a renewal of held claims reports nothing", () => new TweakedModel { OnRenew = (q, r) => new LeaseReport(q.Held.ToArray(), r.StopRequested, r.Callbacks) }),
        Mutant.Of("reports no claim as lost", "Leases: a renewal reports a claim that has ended as lost", () => new TweakedModel { OnRenew = (_, r) => new LeaseReport([], r.StopRequested, r.Callbacks) }),
        Mutant.Of("overlooks claims of unknown tasks", "Leases: a renewal reports a task that is not there as lost", () => new TweakedModel { OnRenew = (_, r) => new LeaseReport([], r.StopRequested, r.Callbacks) }),
        Mutant.Of("reports a loss to whoever renews nothing", "Leases: a renewal of nothing reports nothing", () => new TweakedModel { OnRenew = (_, r) => new LeaseReport([new ClaimKey(TaskId.New(), 1)], r.StopRequested, r.Callbacks) }),
        Mutant.Of("adds up renewals", "Leases: a renewal counts from the moment it is made", () => new AddsUpRenewals()),
        Mutant.Of("lets rescued tasks wait", "Rescue: a task whose lease ran out waits again, due at once", () => new TweakedModel { AfterWait = t => t.NotBefore += TimeSpan.FromHours(t.Losses) }),
        Mutant.Of("ignores the limit of a rescue", "Rescue: only as many tasks as asked for are looked at", () => new TweakedModel { OnRescue = r => r with { Limit = int.MaxValue } }),
        Mutant.Of("rescues unstarted tasks", "Rescue: waiting, unstarted and finished tasks are left alone", () => new TweakedModel { AlsoExpired = t => t.State == TaskState.Unstarted }),
        Mutant.Of("answers done to every command", "Commands: a command for a task that is not there says so", () => new TweakedModel { OnExecute = r => new CommandResult(r.Id, CommandOutcome.Done, r.State) }),
        Mutant.Of("says that a waiting task was asked to stop", "Stop: a waiting task is stopped at once and never claimed", () => new TweakedModel { OnExecute = r => new CommandResult(r.Id, CommandOutcome.Requested, r.State) }),
        Mutant.Of("refuses to stop an exporting task", "Stop: an exporting task is asked to stop", () => new TweakedModel { OnExecute = r => r.State == TaskState.Exporting ? new CommandResult(r.Id, CommandOutcome.Refused, r.State) : r }),
        Mutant.Of("ends a restarted task no more", "Commands: a restarted task can be brought to any end again", () => new TweakedModel { AfterRestart = (t, _) => t.NotBefore = DateTimeOffset.MaxValue }),
        Mutant.Of("keeps deleted tasks", "Commands: a deleted task is gone and its id is free", () => new TweakedModel { KeepsDeleted = true }),
        Mutant.Of("keeps the keys of deleted tasks", "Unique keys: a key is free after a deletion", () => new TweakedModel { KeepsDeleted = true }),
        Mutant.Of("counts waiting tasks in the limit", "Cluster-wide limit: a waiting retry and a future task do not count", () => new TweakedModel { OnAllowance = (m, most, limit) => limit == 0 ? most : Math.Clamp(limit - m.InState(TaskState.Running) - m.Tasks.Count(t => t.NotBefore > m.Now), 0, most) }),
        Mutant.Of("keeps successes to itself", "Outcomes: it learns of a success and its result", () => new TweakedModel { KeepsSilent = (_, end) => end == TaskState.Succeeded }) with { Hangs = true },
        Mutant.Of("keeps stops to itself", "Outcomes: it learns of a stop of the waiting task", () => new TweakedModel { KeepsSilent = (_, end) => end == TaskState.Stopped }) with { Hangs = true },
        Mutant.Of("keeps stops of running tasks to itself", "Outcomes: it learns of a stop by the scheduler that runs the task", () => new TweakedModel { KeepsSilent = (_, end) => end == TaskState.Stopped }) with { Hangs = true },
        Mutant.Of("shows the old end after a restart", "Outcomes: a restarted task has a new end", () => new TweakedModel { AfterRestart = (t, before) => t.Outcome = before }),
        Mutant.Of("tells of the end under its lock", "Outcomes: whoever learns of the end may call the container", () => new TweakedModel { AfterAdd = t => t.Outcome = new() }) with { Hangs = true },
        new("refuses empty batches", "Adding: an empty batch adds nothing", (s, c) => new Tweaked(s, c) { NoEmptyBatch = true }),
        new("refuses empty batches of moves", "Moves: an empty batch does nothing", (s, c) => new Tweaked(s, c) { NoEmptyBatch = true }),
        new("keeps the caller's buffer", "Adding: the caller's buffer is not touched after the call", (s, c) => new Tweaked(s, c) { AddsLater = true }),
        new("adds half when it is cancelled", "Adding: a cancelled add is made as a whole or not at all", (s, c) => new Tweaked(s, c) { HalfWhenCancelled = true }),
        new("has room for one less", "Capacity: tasks up to the capacity are added without waiting", (s, c) => new Tweaked(s with { Capacity = s.Capacity - 1 }, c), Hangs: true),
        new("claims although there is no room", "Claiming: a claim without room takes nothing", (s, c) => new Tweaked(s, c) { ClaimsOneAtLeast = true }),
        new("leaves out unknown ids", "Listing: a task is asked for by id, in the order of asking", (s, c) => new Tweaked(s, c) { LeavesOutUnknown = true }),
        new("lists tasks without their results", "Listing: a page shows tasks as they are", (s, c) => new Tweaked(s, c) { ListsWithoutResults = true }),
        new("observes what is not there", "Outcomes: a task that is not there cannot be observed", (s, c) => new Tweaked(s, c) { ObservesAnything = true }),
        new("observes nothing", "Outcomes: a task that is there can be observed", (s, c) => new Tweaked(s, c) { ObservesNothing = true }),
        new("fills no outcomes", "Outcomes: an add gives each task an object that learns of its end", (s, c) => new Tweaked(s, c) { FillsNoOutcomes = true }),
        new("waits although a task is due", "Waiting for tasks: it ends at once while a task is due", (s, c) => new Tweaked(s, c) { WaitsForEver = true }, Hangs: true),
        new("forgets waiters of tasks that become due", "Waiting for tasks: it ends when a delayed task becomes due", (s, c) => new Tweaked(s, c) { WaitsForEver = true }, Hangs: true),
        new("ignores the timeout", "Waiting for tasks: it ends after its timeout", (s, c) => new Tweaked(s, c) { WaitsForEver = true }, Hangs: true),
        new("ignores cancellation", "Waiting for tasks: it ends when it is cancelled", (s, c) => new Tweaked(s, c) { WaitsForEver = true }, Hangs: true),
        new("leaves waiters behind", "Disposal: disposing while somebody waits for tasks ends the wait", (s, c) => new Tweaked(s, c) { WaitsForEver = true }, Hangs: true),
        new("cannot be disposed twice", "Disposal: disposing twice is harmless", (s, c) => new Tweaked(s, c) { DisposesOnce = true }),
    ];

    private sealed class AddsUpRenewals : ContainerModel
    {
        public override LeaseReport Renew(RenewRequest request)
        {
            Dictionary<TaskId, DateTimeOffset?> before = Tasks.ToDictionary(t => t.Id, t => t.LeaseUntil);
            LeaseReport report = base.Renew(request);
            foreach (ClaimKey key in request.Held.Span)
            {
                if (Find(key.Id) is { LeaseUntil: not null } task)
                {
                    task.LeaseUntil = (before[key.Id] ?? Epoch) + request.LeaseDuration;
                }
            }

            return report;
        }
    }
}
