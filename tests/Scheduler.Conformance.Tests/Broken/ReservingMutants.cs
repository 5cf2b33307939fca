namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>A store with one rule of reservations broken, and a case that must find out.</summary>
internal sealed record ReservingMutant(string Name, string CaughtBy, Func<ContainerModel> Model);

internal static class ReservingMutants
{
    public static IReadOnlyList<ReservingMutant> All { get; } =
    [
        new("reserves delayed and unstarted tasks", "Reserving: an add reserves the tasks that are started and due, and no others", () => new HookedModel { Reserves = (_, _) => true }),
        new("reserves nothing with an add", "Reserving: an add reserves the tasks that are started and due, and no others", () => new HookedModel { Reserves = (_, _) => false }),
        new("lets others have what is reserved", "Reserving: nobody claims or reserves what is reserved", () => new HookedModel { DueToo = task => task.State == TaskState.Waiting && task.Owner is not null }),
        new("reserves tasks before their time", "Reserving: a delayed task is reserved after its delay and not before", () => new HookedModel { DueToo = task => task.State == TaskState.Waiting && task.Owner is null }),
        new("begins what it reserves", "Reserving: a reserved task waits, is counted as waiting, and has begun no attempt", () => new HookedModel { AfterReserve = task => task.Attempt++ }),
        new("runs what it reserves", "Reserving: a reserved task waits, is counted as waiting, and has begun no attempt", () => new HookedModel { AfterReserve = task => task.State = TaskState.Running }),
        new("forgets handles when it reserves", "Reserving: a task that was given back with its handle is reserved with it", () => new HookedModel { Shown = claimed => claimed with { Handle = null } }),
        new("forgets options when it reserves", "Reserving: a task is reserved with everything that a claim hands out", () => new HookedModel { Shown = claimed => claimed with { Options = EnqueueOptions.Default } }),
        new("ignores priorities", "Reserving: higher priorities are reserved first", () => new HookedModel { KnowsPriorities = false }),
        new("reserves the latest first", "Reserving: tasks are reserved in the order in which they were added", () => new HookedModel { OnDue = due => [.. due.AsEnumerable().Reverse()] }),
        new("reserves one only", "Reserving: as many tasks are reserved as asked for, and the rest later", () => new HookedModel { OnDue = due => [.. due.Take(1)] }),
        new("adds the good half of a batch", "Reserving: an add with a taken id adds nothing and reserves nothing", () => new AddsHalf()),
        new("adds the good half of a batch with keys", "Reserving: an add with a taken unique key adds nothing and reserves nothing", () => new AddsHalf()),
        new("frees keys with the reservation", "Reserving: a unique key is held while its task is reserved", () => new HookedModel { FreesKey = task => task.Owner is not null }),
        new("uses tokens again", "Reserving: each reservation has a new token", () => new HookedModel { AfterReserve = task => task.ClaimToken = 1 }),
        new("counts reserved tasks in the limit", "Reserving: reserving does not look at the cluster-wide limit, and reserved tasks do not count in it", () => new HookedModel { OnAllowance = (model, allowance) => allowance - model.Tasks.Count(task => task.State == TaskState.Waiting && task.Owner is not null) }),
        new("deletes reserved tasks", "Reserving: start, restart and delete of a reserved task are refused", () => new DeletesAnything()),
        new("begins no attempt", "Reserved moves: a task that begins is running, in a new attempt", () => new HookedModel { AfterBegin = task => task.Attempt-- }),
        new("forgets the owner of what begins", "Reserved moves: a task that begins is running, in a new attempt", () => new HookedModel { AfterBegin = task => task.Owner = null }),
        new("takes no report of a task that was begun", "Reserved moves: a task that has begun can make every move", () => new HookedModel { Refuses = (task, move) => task.State == TaskState.Running && move.Event == TaskEvent.Defer }),
        new("begins again and again", "Reserved moves: a task begins once, and only while it is reserved", () => new HookedModel { AlsoMoves = (task, move) => move.Event == TaskEvent.Begin && task.State == TaskState.Running }),
        new("takes no success without a begin", "Reserved moves: a success begins the attempt and ends it", () => new HookedModel { Refuses = (task, move) => task.State == TaskState.Waiting && move.Event == TaskEvent.Succeed }),
        new("takes no failure without a begin", "Reserved moves: a failure begins the attempt and ends it", () => new HookedModel { Refuses = (task, move) => task.State == TaskState.Waiting && move.Event == TaskEvent.Fail }),
        new("counts no attempt for a direct retry", "Reserved moves: a retry begins the attempt, which counts", () => new HookedModel { AfterMove = (task, move) => task.Attempt -= move.Event == TaskEvent.Retry ? 1 : 0 }),
        new("retries at once", "Reserved moves: a retry is due after its delay and not before", () => new HookedModel { AfterMove = (task, _) => task.NotBefore = default }),
        new("defers to now", "Reserved moves: a deferral is due after its delay and not before", () => new HookedModel { AfterMove = (task, _) => task.NotBefore = default }),
        new("only notes the report", "Reserved moves: a report begins the attempt, and the task runs on", () => new HookedModel { AfterMove = (task, move) => task.State = move.Event == TaskEvent.Report ? TaskState.Waiting : task.State }),
        new("takes no export without a begin", "Reserved moves: an export begins the attempt, and the task is exporting", () => new HookedModel { Refuses = (task, move) => task.State == TaskState.Waiting && move.Event == TaskEvent.Export }),
        new("keeps the key after a stop", "Reserved moves: a stop ends the task and frees its key", () => new HookedModel { KeepsKey = task => task.State == TaskState.Stopped }),
        new("counts an attempt for a release", "Reserved moves: a release gives the task back, and no attempt was begun", () => new HookedModel { AfterMove = (task, move) => task.Attempt += move.Event == TaskEvent.Release ? 1 : 0 }),
        new("counts an attempt for a deferral", "Reserved moves: a deferral gives the task back, and no attempt was begun", () => new HookedModel { AfterMove = (task, move) => task.Attempt += move.Event == TaskEvent.Defer ? 1 : 0 }),
        new("takes an attempt back that nobody began", "Reserved moves: attempts add up whether they were begun or not", () => new HookedModel { AfterMove = (task, move) => task.Attempt -= move.Event == TaskEvent.Release ? 1 : 0 }),
        new("forgets the handle with a release", "Reserved moves: a release keeps the handle of an earlier run", () => new HookedModel { AfterMove = (task, move) => task.Handle = move.Event == TaskEvent.Release ? null : task.Handle }),
        new("does not look at the token", "Reserved moves: no move is made under a token that is not that of the reservation", () => new HookedModel { AlsoMoves = (task, _) => task.State == TaskState.Waiting }),
        new("does not look whether the task is still reserved", "Reserved moves: no move is made of a task that was given back", () => new HookedModel { AlsoMoves = (task, move) => move.Event == TaskEvent.Begin && task.State == TaskState.Waiting }),
        new("moves what has finished", "Reserved moves: no move is made of a task that has finished", () => new HookedModel { AlsoMoves = (task, _) => task.State == TaskState.Succeeded }),
        new("refuses a batch with a repeated move", "Reserved moves: moves of reserved and of claimed tasks go together, each on its own", () => new HookedModel { Refuses = (task, move) => task.State == TaskState.Waiting && move.Event == TaskEvent.Release }),
        .. Leases,
    ];

    private static IEnumerable<ReservingMutant> Leases =>
    [
        new("reports every reservation as lost", "Reservation leases: a renewal of reservations and claims reports nothing", () => new HookedModel { OnRenew = (request, report) => new LeaseReport(request.Held.ToArray(), report.StopRequested, report.Callbacks) }),
        new("does not renew", "Reservation leases: a renewal keeps a reservation beyond its first lease", () => new NoRenewal()),
        new("renews everything", "Reservation leases: reservations that are not named are not renewed", () => new RenewsAll()),
        new("renews with the begin", "Reservation leases: the lease goes on when the task begins", () => new HookedModel { AfterBegin = task => task.LeaseUntil += TimeSpan.FromHours(1) }),
        new("reports nothing as lost", "Reservation leases: a renewal reports a reservation that has ended as lost", () => new HookedModel { OnRenew = (_, report) => new LeaseReport([], report.StopRequested, report.Callbacks) }),
        new("gives reservations to others when their leases end", "Reservation leases: a reservation whose lease ran out holds until it is rescued", () => new HookedModel { ExpiredIsDue = true }),
        new("counts a loss for a reservation", "Reservation leases: a task whose reservation ran out waits again, without a loss and without an attempt", () => new HookedModel { AfterRescue = task => task.Losses++ }),
        new("leaves the owner of a reservation that ran out", "Reservation leases: the one who lost a reservation can change nothing", () => new HookedModel { AfterRescue = task => task.Owner = ClaimantId.New() }),
        new("does not mark what was lost", "Reservation leases: a task whose reservation ran out must begin, until it has begun", () => new HookedModel { AfterRescue = task => task.MustBegin = false }),
        new("keeps the mark for ever", "Reservation leases: a task whose reservation ran out must begin, until it has begun", () => new HookedModel { AfterBegin = task => task.MustBegin = task.Attempt > 0 }),
        new("forgets the mark with a release", "Reservation leases: a task that must begin still must after a release", () => new HookedModel { AfterMove = (task, _) => task.MustBegin = false }),
        new("keeps the mark over a retry", "Reservation leases: a task that must begin need not after a retry", () => new HookedModel { AfterMove = (task, move) => task.MustBegin = move.Event == TaskEvent.Retry }),
        new("rescues without an end", "Reservation leases: a task that ends its process again and again fails once it has begun often enough", () => new RescuesForEver()),
        new("ignores the limit of a rescue", "Reservation leases: reservations count in the number of tasks that a rescue looks at", () => new HookedModel { OnRescue = request => request with { Limit = int.MaxValue } }),
        new("stops reserved tasks at once", "Reservation leases: a stop of a reserved task is requested, and each renewal tells of it", () => new HookedModel { StopsReserved = true }),
        new("refuses a success after a stop was requested", "Reservation leases: a task whose stop was requested follows it, or ends as it would have", () => new HookedModel { Refuses = (task, move) => task.StopRequested && move.Event == TaskEvent.Succeed }),
        new("forgets the stop when a task is given back", "Reservation leases: a reserved task that is given back after a stop was requested is stopped", () => new HookedModel { BeforeMove = task => task.StopRequested = false }),
        new("forgets the stop when a reservation runs out", "Reservation leases: a task whose stop was requested is stopped when its reservation runs out", () => new HookedModel { BeforeRescue = task => task.StopRequested = false }),
    ];
}

/// <summary>The model with hooks where the rules of reservations can be broken.</summary>
internal sealed class HookedModel : ContainerModel
{
    public Func<ModelTask, bool>? DueToo { get; init; }
    public bool ExpiredIsDue { get; init; }
    public bool StopsReserved { get; init; }
    public Func<ModelTask, bool, bool>? Reserves { get; init; }
    public Action<ModelTask>? AfterReserve { get; init; }
    public Func<Claimed, Claimed>? Shown { get; init; }
    public Action<ModelTask>? AfterBegin { get; init; }
    public Action<ModelTask>? BeforeMove { get; init; }
    public Action<ModelTask, Move>? AfterMove { get; init; }
    public Func<ModelTask, Move, bool>? Refuses { get; init; }
    public Func<ModelTask, Move, bool>? AlsoMoves { get; init; }
    public Action<ModelTask>? BeforeRescue { get; init; }
    public Action<ModelTask>? AfterRescue { get; init; }
    public Func<ModelTask, bool>? FreesKey { get; init; }
    public Func<ModelTask, bool>? KeepsKey { get; init; }
    public Func<RenewRequest, LeaseReport, LeaseReport>? OnRenew { get; init; }
    public Func<RescueRequest, RescueRequest>? OnRescue { get; init; }
    public Func<ContainerModel, int, int>? OnAllowance { get; init; }
    public Func<List<ModelTask>, List<ModelTask>>? OnDue { get; init; }

    public override List<ModelTask> Due() => OnDue?.Invoke(base.Due()) ?? base.Due();

    public override bool ReservesNew(ModelTask task) => Reserves?.Invoke(task, base.ReservesNew(task)) ?? base.ReservesNew(task);

    public override Claimed Reserve(ModelTask task, ClaimantId claimant, TimeSpan lease, long token)
    {
        Claimed claimed = base.Reserve(task, claimant, lease, token);
        AfterReserve?.Invoke(task);
        claimed = claimed with { ClaimToken = task.ClaimToken };
        return Shown?.Invoke(claimed) ?? claimed;
    }

    public override bool Apply(Move move)
    {
        if (Find(move.Id) is not { } task)
        {
            return false;
        }

        BeforeMove?.Invoke(task);
        if (AlsoMoves?.Invoke(task, move) == true)
        {
            Begin(task);
            return true;
        }

        bool wasReserved = IsReserved(task);
        if (Refuses?.Invoke(task, move) == true || !base.Apply(move))
        {
            return false;
        }

        if (wasReserved)
        {
            AfterMove?.Invoke(task, move);
        }

        return true;
    }

    public override LeaseReport Renew(RenewRequest request) => OnRenew?.Invoke(request, base.Renew(request)) ?? base.Renew(request);

    public override RescueReport Rescue(RescueRequest request) => base.Rescue(OnRescue?.Invoke(request) ?? request);

    public override int Allowance(int most, int clusterConcurrency)
    {
        int allowance = base.Allowance(most, clusterConcurrency);
        return clusterConcurrency == 0 || OnAllowance is null ? allowance : Math.Max(0, OnAllowance(this, allowance));
    }

    protected override bool IsDue(ModelTask task) => base.IsDue(task) || DueToo?.Invoke(task) == true
        || (ExpiredIsDue && IsReserved(task) && task.LeaseUntil <= Now);

    protected override bool HoldsKey(ModelTask task) =>
        (base.HoldsKey(task) && FreesKey?.Invoke(task) != true) || KeepsKey?.Invoke(task) == true;

    protected override CommandOutcome Stop(ModelTask task)
    {
        if (!StopsReserved || !IsReserved(task))
        {
            return base.Stop(task);
        }

        End(task, TaskState.Stopped, null, null);
        return CommandOutcome.Done;
    }

    protected override void Begin(ModelTask task)
    {
        base.Begin(task);
        AfterBegin?.Invoke(task);
    }

    protected override RescueReport RescueReserved(ModelTask task, RescueReport report)
    {
        BeforeRescue?.Invoke(task);
        RescueReport answer = base.RescueReserved(task, report);
        AfterRescue?.Invoke(task);
        return answer;
    }
}
