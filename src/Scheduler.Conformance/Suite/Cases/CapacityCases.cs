namespace GeneratedScheduler.Conformance.Cases;

internal static class CapacityCases
{
    private static readonly ContainerSetup OfThree = new() { Capacity = 3, AddTimeout = TimeSpan.FromSeconds(10) };

    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("more tasks than ever fit are refused at once", NeverFits, ContainerTraits.Bounded),
        new("tasks up to the capacity are added without waiting", UpToCapacity, ContainerTraits.Bounded),
        new("an add without room is refused after its time, and adds nothing", FullInTime, ContainerTraits.Bounded | ContainerTraits.Clock),
        new("an add goes on when a claim makes room", RoomByClaim, ContainerTraits.Bounded),
        new("an add goes on when a stop makes room", RoomByStop, ContainerTraits.Bounded),
        new("an add goes on when a deletion makes room", RoomByDelete, ContainerTraits.Bounded),
        new("unstarted tasks count, running and finished ones do not", WhatCounts, ContainerTraits.Bounded),
        new("giving back needs no room", GivingBackNeedsNoRoom, ContainerTraits.Bounded),
        new("a cancelled add that waits for room adds nothing", CancelledWait, ContainerTraits.Bounded),
    }.Select(c => c with { Setup = OfThree });

    private static async Task NeverFits(ConformanceRun run)
    {
        TaskQueueFullException full = await Expect.ThrowsAsync<TaskQueueFullException>(
            () => run.AddManyAsync(4), "adding 4 tasks to a container of 3").ConfigureAwait(false);
        Expect.Equal(3, full.Capacity, "capacity in the exception");
        Expect.Equal(4, full.Count, "count in the exception");
        Expect.Equal(0L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks after the refusal");
    }

    private static async Task UpToCapacity(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        await run.AddManyAsync(1).ConfigureAwait(false);
        Expect.Equal(3L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks");
    }

    private static async Task FullInTime(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Task<TaskId[]> add = run.AddManyAsync(2);
        await run.SettleAsync(add).ConfigureAwait(false);
        Expect.True(!add.IsCompleted, "an add without room waits");
        await Expect.ThrowsAsync<TaskQueueFullException>(
            () => run.AdvanceUntilAsync(add, TimeSpan.FromSeconds(6)), "the add after its time").ConfigureAwait(false);
        Expect.Equal(2L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks after the refusal");
    }

    private static Task RoomByClaim(ConformanceRun run) => RoomBy(run, _ => run.ClaimOneAsync());

    private static Task RoomByStop(ConformanceRun run) => RoomBy(run, id => run.ExecuteAsync(TaskCommand.Stop, id));

    private static Task RoomByDelete(ConformanceRun run) => RoomBy(run, id => run.ExecuteAsync(TaskCommand.Delete, id), start: false);

    private static async Task RoomBy(ConformanceRun run, Func<TaskId, Task> makeRoom, bool start = true)
    {
        TaskId[] there = await run.AddManyAsync(3, start: start).ConfigureAwait(false);
        Task<TaskId> add = run.AddOneAsync();
        await run.SettleAsync(add).ConfigureAwait(false);
        Expect.True(!add.IsCompleted, "an add without room waits");
        await makeRoom(there[0]).ConfigureAwait(false);
        TaskId added = await add.ConfigureAwait(false);
        await run.ExpectStateAsync(added, TaskState.Waiting).ConfigureAwait(false);
    }

    private static async Task WhatCounts(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        await run.AddManyAsync(3, start: false).ConfigureAwait(false);
        Task<TaskId> add = run.AddOneAsync();
        await run.SettleAsync(add).ConfigureAwait(false);
        Expect.True(!add.IsCompleted, "an add waits while unstarted tasks fill the container");
        await run.ClaimAsync().ConfigureAwait(false);
    }

    private static async Task GivingBackNeedsNoRoom(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.AddManyAsync(3).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(4L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks");
    }

    private static async Task CancelledWait(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        using CancellationTokenSource giveUp = new();
        Task add = run.Container.AddAsync(new[] { run.New() }, default, giveUp.Token).AsTask();
        await giveUp.CancelAsync().ConfigureAwait(false);
        await Expect.ThrowsAsync<OperationCanceledException>(() => add, "a cancelled add").ConfigureAwait(false);
        await run.ClaimAsync().ConfigureAwait(false);
        await run.PauseAsync().ConfigureAwait(false);
        Expect.Equal(0L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks after a cancelled add");
    }
}
