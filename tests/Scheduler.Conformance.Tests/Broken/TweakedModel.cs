namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>A model with one step replaced; for mutants that need no class of their own.</summary>
internal sealed class TweakedModel : ContainerModel
{
    public Func<NewTask<ProbeTask>, NewTask<ProbeTask>>? OnAdd { get; init; }

    public Action<ModelTask>? AfterAdd { get; init; }

    public Action<ModelTask>? AfterClaim { get; init; }

    public Func<ModelTask, bool>? AlsoDue { get; init; }

    public Func<Move, bool>? Refuses { get; init; }

    public bool AcceptsAll { get; init; }

    public Action<ModelTask, Move>? AfterMove { get; init; }

    public Func<RenewRequest, LeaseReport, LeaseReport>? OnRenew { get; init; }

    public Func<RescueRequest, RescueRequest>? OnRescue { get; init; }

    public Func<ModelTask, bool>? AlsoExpired { get; init; }

    public Action<ModelTask>? AfterWait { get; init; }

    public Func<ModelTask, TaskState, bool>? KeepsSilent { get; init; }

    public Action<ModelTask>? AfterEnd { get; init; }

    public Func<CommandResult, CommandResult>? OnExecute { get; init; }

    public Action<ModelTask, TaskCompletionSource<TaskOutcome<ProbeResult>>>? AfterRestart { get; init; }

    public bool KeepsDeleted { get; init; }

    public Func<ContainerModel, int, int, int>? OnAllowance { get; init; }

    public override void Add(NewTask<ProbeTask> task)
    {
        base.Add(OnAdd?.Invoke(task) ?? task);
        AfterAdd?.Invoke(Find(task.Id)!);
    }

    public override Claimed Claim(ModelTask task, ClaimantId claimant, TimeSpan lease, long token)
    {
        Claimed claimed = base.Claim(task, claimant, lease, token);
        AfterClaim?.Invoke(task);
        return claimed;
    }

    public override bool Apply(Move move)
    {
        if (Refuses?.Invoke(move) == true)
        {
            return false;
        }

        bool accepted = base.Apply(move);
        if (accepted && Find(move.Id) is { } task)
        {
            AfterMove?.Invoke(task, move);
        }

        return accepted || AcceptsAll;
    }

    public override LeaseReport Renew(RenewRequest request)
    {
        LeaseReport report = base.Renew(request);
        return OnRenew?.Invoke(request, report) ?? report;
    }

    public override RescueReport Rescue(RescueRequest request) => base.Rescue(OnRescue?.Invoke(request) ?? request);

    public override CommandResult Execute(TaskCommand command, TaskId id)
    {
        CommandResult result = base.Execute(command, id);
        return OnExecute?.Invoke(result) ?? result;
    }

    public override int Allowance(int most, int clusterConcurrency) =>
        OnAllowance?.Invoke(this, most, clusterConcurrency) ?? base.Allowance(most, clusterConcurrency);

    protected override bool IsDue(ModelTask task) => base.IsDue(task) || AlsoDue?.Invoke(task) == true;

    protected override bool IsExpired(ModelTask task) => base.IsExpired(task) || AlsoExpired?.Invoke(task) == true;

    protected override void MakeWait(ModelTask task, bool keepsHandle, bool attemptCounts, TimeSpan delay)
    {
        base.MakeWait(task, keepsHandle, attemptCounts, delay);
        AfterWait?.Invoke(task);
    }

    protected override void End(ModelTask task, TaskState end, TaskFailure? failure, ProbeResult? result)
    {
        TaskCompletionSource<TaskOutcome<ProbeResult>> outcome = task.Outcome;
        task.Outcome = KeepsSilent?.Invoke(task, end) == true ? new() : outcome;
        base.End(task, end, failure, result);
        task.Outcome = outcome;
        AfterEnd?.Invoke(task);
    }

    protected override CommandOutcome Restart(ModelTask task)
    {
        TaskCompletionSource<TaskOutcome<ProbeResult>> before = task.Outcome;
        CommandOutcome outcome = base.Restart(task);
        AfterRestart?.Invoke(task, before);
        return outcome;
    }

    protected override CommandOutcome Delete(ModelTask task)
    {
        CommandOutcome outcome = base.Delete(task);
        if (KeepsDeleted && outcome == CommandOutcome.Done)
        {
            base.Add(new NewTask<ProbeTask>(task.Id, task.Payload, task.Options, start: false));
        }

        return outcome;
    }
}
