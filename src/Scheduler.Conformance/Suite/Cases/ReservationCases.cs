using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>How tasks become reserved, and that nobody else gets them then.</summary>
internal static class ReservationCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("an add reserves the tasks that are started and due, and no others", AddReserves),
        new("an add with a taken id adds nothing and reserves nothing", c => AddRefused(c, null)),
        new("an add with a taken unique key adds nothing and reserves nothing", c => AddRefused(c, "key")),
        new("a cancelled add adds nothing", AddCancelled),
        new("a reserved task waits, is counted as waiting, and has begun no attempt", StaysWaiting),
        new("a unique key is held while its task is reserved", KeyHeld),
        new("nobody claims or reserves what is reserved", NobodyElse),
        new("a task is reserved with everything that a claim hands out", HandsOut),
        new("as many tasks are reserved as asked for, and the rest later", AsManyAsAsked),
        new("tasks are reserved in the order in which they were added", Fifo, ContainerTraits.Fifo),
        new("higher priorities are reserved first", Priorities, ContainerTraits.Priorities),
        new("only tasks that are due, and that nobody has, are reserved", OnlyDue),
        new("a delayed task is reserved after its delay and not before", Delayed, ContainerTraits.Clock),
        new("a task that was given back with its handle is reserved with it", WithHandle),
        new("reserving does not look at the cluster-wide limit, and reserved tasks do not count in it", Limit),
        new("each reservation has a new token", NewTokens),
        new("start, restart and delete of a reserved task are refused", CommandsRefused),
        new("of tasks that many reserve at once none is reserved twice", NoneTwice),
        new("what one container object reserved another one leaves alone", AcrossObjects, ContainerTraits.Shared),
    }.Select(c => c with { Needs = c.Needs | ContainerTraits.Reserving });

    private static async Task AddReserves(ConformanceRun run)
    {
        NewTask<ProbeTask>[] tasks =
        [
            run.New(), run.New(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }), run.New(start: false), run.New(new EnqueueOptions { Priority = 3 }),
        ];
        long[] tokens = await run.AddReservedAsync(tasks).ConfigureAwait(false);
        Expect.Sequence([true, false, false, true], tokens.Select(token => token > 0), "which tasks have a token");
        Expect.Sequence([0L, 0L], tokens[1..3], "tokens of tasks that are not reserved");
        Expect.True(tokens[0] != tokens[3], "each reservation has a token of its own");
        await run.ExpectStateAsync(tasks[1].Id, TaskState.Waiting).ConfigureAwait(false);
        await run.ExpectStateAsync(tasks[2].Id, TaskState.Unstarted).ConfigureAwait(false);
        foreach (int reserved in new[] { 0, 3 })
        {
            await run.ApplyAsync(Move.Succeed(tasks[reserved].Id, tokens[reserved], new ProbeResult(reserved))).ConfigureAwait(false);
        }
    }

    private static async Task AddRefused(ConformanceRun run, string? key)
    {
        EnqueueOptions options = new() { UniqueKey = key };
        NewTask<ProbeTask> first = run.New(options);
        await run.AddReservedAsync(first).ConfigureAwait(false);
        NewTask<ProbeTask> good = run.New();
        NewTask<ProbeTask> bad = key is null ? run.New() with { Id = first.Id } : run.New(options);
        DuplicateTaskException refusal = await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddReservedAsync(good, bad), "adding what is there").ConfigureAwait(false);
        Expect.Sequence([new TaskConflict(bad.Id, first.Id, key)], refusal.Conflicts, "conflicts");
        Expect.Equal(null, await run.FindAsync(good.Id).ConfigureAwait(false), "the other task of the batch");
        Expect.Equal(new TaskCounts { Waiting = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
        await run.AddReservedAsync(good).ConfigureAwait(false);
    }

    private static async Task AddCancelled(ConformanceRun run)
    {
        NewTask<ProbeTask> task = run.New();
        await Expect.ThrowsAsync<OperationCanceledException>(
            () => run.Reserving.AddReservedAsync(new[] { task }, run.Request(), new long[1], new CancellationToken(canceled: true)).AsTask(),
            "a cancelled add").ConfigureAwait(false);
        Expect.Equal(null, await run.FindAsync(task.Id).ConfigureAwait(false), "the task");
    }

    private static async Task StaysWaiting(ConformanceRun run)
    {
        ClaimKey added = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.AddOneAsync().ConfigureAwait(false);
        Claimed taken = await run.ReserveOneAsync().ConfigureAwait(false);
        foreach (TaskId id in new[] { added.Id, taken.Id })
        {
            ProbeRecord record = await run.ExpectStateAsync(id, TaskState.Waiting).ConfigureAwait(false);
            Expect.Equal(0, record.Attempt, "attempts begun");
            Expect.Equal(0, record.Losses, "losses");
        }

        Expect.Equal(new TaskCounts { Waiting = 2 }, await run.CountAsync().ConfigureAwait(false), "counts");
        TaskPage<ProbeTask, ProbeResult> page =
            await run.Container.ListAsync(new TaskQuery(TaskState.Waiting), run.Cancellation).ConfigureAwait(false);
        Expect.Set([added.Id, taken.Id], page.Tasks.Select(t => t.Id), "waiting tasks in the list");
    }

    private static async Task KeyHeld(ConformanceRun run)
    {
        EnqueueOptions options = new() { UniqueKey = "key" };
        ClaimKey first = await run.AddOneReservedAsync(options).ConfigureAwait(false);
        await Expect.ThrowsAsync<DuplicateTaskException>(() => run.AddOneAsync(options), "an add with the key").ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(first.Id, first.ClaimToken, null)).ConfigureAwait(false);
        await run.AddOneAsync(options).ConfigureAwait(false);
    }

    private static async Task NobodyElse(ConformanceRun run)
    {
        await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.AddOneAsync().ConfigureAwait(false);
        await run.ReserveOneAsync().ConfigureAwait(false);
        ClaimRequest other = new(ClaimantId.New(), ConformanceRun.Lease);
        Expect.Equal(0, (await run.ClaimAsync(run.Container, other, 10).ConfigureAwait(false)).Length, "reserved tasks claimed by another scheduler");
        Expect.Equal(0, (await run.ReserveAsync(10, other).ConfigureAwait(false)).Length, "reserved tasks reserved by another scheduler");
        await run.ExpectNothingToClaimAsync("by the one who reserved, either").ConfigureAwait(false);
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "reserved tasks reserved once more");
    }

    private static async Task HandsOut(ConformanceRun run)
    {
        NewTask<ProbeTask> task = run.New(new EnqueueOptions { Priority = -3, Timeout = TimeSpan.FromMinutes(2), MaxAttempts = 9 });
        await run.AddAsync(task).ConfigureAwait(false);
        Claimed reserved = await run.ReserveOneAsync().ConfigureAwait(false);
        Expect.Equal((task.Id, task.Payload), (reserved.Id, reserved.Payload), "id and payload");
        Expect.Equal((-3, TimeSpan.FromMinutes(2), 9), (reserved.Options.Priority, reserved.Options.Timeout, reserved.Options.MaxAttempts), "options");
        Expect.Equal(0, reserved.Attempt, "attempts so far");
        Expect.True(reserved.ClaimToken > 0, "the token is greater than 0");
        Expect.Equal((null, false, false, null), (reserved.Handle, reserved.StopRequested, reserved.MustBegin, reserved.Unreadable), "the rest");
    }

    private static async Task AsManyAsAsked(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(5).ConfigureAwait(false);
        Claimed[] first = await run.ReserveAsync(most: 3).ConfigureAwait(false);
        Expect.Equal(3, first.Length, "tasks reserved of three asked for");
        Expect.Equal(0, (await run.ReserveAsync(most: 0).ConfigureAwait(false)).Length, "tasks reserved of none asked for");
        Claimed[] rest = await run.ReserveAsync().ConfigureAwait(false);
        Expect.Set(ids, first.Concat(rest).Select(c => c.Id), "reserved tasks");
    }

    private static async Task Fifo(ConformanceRun run)
    {
        TaskId[] ids = [.. await run.AddManyAsync(3).ConfigureAwait(false), .. await run.AddManyAsync(3).ConfigureAwait(false)];
        Claimed[] first = await run.ReserveAsync(most: 2).ConfigureAwait(false);
        Claimed[] rest = await run.ReserveAsync().ConfigureAwait(false);
        Expect.Sequence(ids, first.Concat(rest).Select(c => c.Id), "the order of reserving");
    }

    private static async Task Priorities(ConformanceRun run)
    {
        foreach (int priority in new[] { 1, 9, -4, 9, 0 })
        {
            await run.AddOneAsync(new EnqueueOptions { Priority = priority }).ConfigureAwait(false);
        }

        List<int> order = [];
        for (int i = 0; i < 5; i++)
        {
            order.Add((await run.ReserveOneAsync().ConfigureAwait(false)).Options.Priority);
        }

        Expect.Sequence([9, 9, 1, 0, -4], order, "priorities in the order of reserving");
    }

    private static async Task OnlyDue(ConformanceRun run)
    {
        await run.AddAndClaimAsync().ConfigureAwait(false);
        Claimed done = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(done.Id, done.ClaimToken, null)).ConfigureAwait(false);
        await run.AddOneAsync(start: false).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks reserved while none is due");
    }

    private static async Task Delayed(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(5) }).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(4.9)).ConfigureAwait(false);
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks reserved shortly before the delay is over");
        await run.AdvanceAsync(TimeSpan.FromMinutes(0.2)).ConfigureAwait(false);
        Expect.Equal(id, (await run.ReserveOneAsync().ConfigureAwait(false)).Id, "the task reserved after the delay");
    }

    private static async Task WithHandle(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        TaskRunHandle handle = new("box", claimed.ClaimToken);
        await run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, null, handle)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
        Claimed reserved = await run.ReserveOneAsync().ConfigureAwait(false);
        Expect.Equal(handle, reserved.Handle, "handle to reattach to");
        Expect.Equal(true, reserved.StopRequested, "stop requested");
        Expect.Equal(1, reserved.Attempt, "attempts so far");
        await run.ApplyAsync(Move.Begin(reserved.Id, reserved.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(1, (await run.ExpectStateAsync(reserved.Id, TaskState.Running).ConfigureAwait(false)).Attempt, "attempt that goes on");
    }

    private static async Task Limit(ConformanceRun run)
    {
        await run.AddManyAsync(4).ConfigureAwait(false);
        Expect.Equal(1, (await run.ClaimAsync(most: 4, clusterConcurrency: 1).ConfigureAwait(false)).Length, "tasks claimed under a limit of 1");
        Expect.Equal(2, (await run.ReserveAsync(2, run.Request(clusterConcurrency: 1)).ConfigureAwait(false)).Length, "tasks reserved under a limit of 1");
        Expect.Equal(1, (await run.ClaimAsync(most: 4, clusterConcurrency: 2).ConfigureAwait(false)).Length, "tasks claimed under a limit of 2 while one runs");
    }

    private static async Task NewTokens(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        long latest = key.ClaimToken;
        for (int round = 0; round < 3; round++)
        {
            await run.ApplyAsync(Move.Release(key.Id, latest)).ConfigureAwait(false);
            Claimed next = round == 1 ? await run.ClaimOneAsync().ConfigureAwait(false) : await run.ReserveOneAsync().ConfigureAwait(false);
            Expect.True(next.ClaimToken > latest, "the token of a task grows with each claim and each reservation");
            await run.RefuseAsync(Move.Succeed(key.Id, latest, null), "under the token of an earlier reservation").ConfigureAwait(false);
            latest = next.ClaimToken;
        }
    }

    private static async Task CommandsRefused(ConformanceRun run)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        foreach (TaskCommand command in new[] { TaskCommand.Start, TaskCommand.Restart, TaskCommand.Delete })
        {
            await run.ExecuteAsync(command, reserved.Id, CommandOutcome.Refused, TaskState.Waiting).ConfigureAwait(false);
        }

        await run.ApplyAsync(Move.Succeed(reserved.Id, reserved.ClaimToken, null)).ConfigureAwait(false);
    }

    private static async Task NoneTwice(ConformanceRun run)
    {
        int total = Math.Max(40, run.ParallelTasks / 10);
        await run.AddManyAsync(total).ConfigureAwait(false);
        ConcurrentBag<TaskId> taken = [];
        await Parallels.RunAsync(6, async worker =>
        {
            ClaimRequest request = new(ClaimantId.New(), ConformanceRun.Lease);
            while (taken.Count < total)
            {
                Claimed[] batch = worker % 3 == 0
                    ? await run.ClaimAsync(run.Container, request, 3).ConfigureAwait(false)
                    : await run.ReserveAsync(3, request).ConfigureAwait(false);
                foreach (Claimed one in batch)
                {
                    taken.Add(one.Id);
                }
            }
        }).ConfigureAwait(false);
        Expect.Equal(total, taken.Distinct().Count(), "different tasks claimed or reserved");
        Expect.Equal(total, taken.Count, "claims and reservations");
    }

    private static async Task AcrossObjects(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        ClaimKey added = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimRequest theirs = new(ClaimantId.New(), ConformanceRun.Lease);
        Expect.Equal(0, (await run.ClaimAsync(other, theirs, 10).ConfigureAwait(false)).Length, "reserved tasks claimed by the other");
        await run.ApplyAsync(Move.Release(added.Id, added.ClaimToken)).ConfigureAwait(false);
        Expect.Sequence([added.Id], (await run.ClaimAsync(other, theirs, 10).ConfigureAwait(false)).Select(c => c.Id), "released tasks claimed by the other");
    }
}
