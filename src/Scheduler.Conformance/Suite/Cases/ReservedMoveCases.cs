using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>The moves of a reserved task: it is begun first, or the move begins it.</summary>
internal static class ReservedMoveCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("a task that begins is running, in a new attempt", Begins),
        new("a task that has begun can make every move", BegunMoves),
        new("a task begins once, and only while it is reserved", BeginsOnce),
        new("a success begins the attempt and ends it", Succeed),
        new("a failure begins the attempt and ends it", Fail),
        new("a retry begins the attempt, which counts", Retry),
        new("a retry is due after its delay and not before", RetryDelay, ContainerTraits.Clock),
        new("a report begins the attempt, and the task runs on", Report),
        new("an export begins the attempt, and the task is exporting", Export),
        new("a stop ends the task and frees its key", Stop),
        new("a release gives the task back, and no attempt was begun", Release),
        new("a release keeps the handle of an earlier run", ReleaseKeepsHandle),
        new("a deferral gives the task back, and no attempt was begun", Defer),
        new("a deferral is due after its delay and not before", DeferDelay, ContainerTraits.Clock),
        new("attempts add up whether they were begun or not", AttemptsAddUp),
        new("no move is made under a token that is not that of the reservation", OtherTokens),
        new("no move is made of a task that was given back", GivenBack),
        new("no move is made of a task that has finished", Finished),
        new("moves of reserved and of claimed tasks go together, each on its own", Mixed),
    }.Select(c => c with { Needs = c.Needs | ContainerTraits.Reserving });

    private static async Task Begins(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Begin(key.Id, key.ClaimToken)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Running).ConfigureAwait(false);
        Expect.Equal(1, record.Attempt, "attempt");
        Expect.Equal(key.ClaimToken, record.ClaimToken, "claim token");
        Expect.Equal(run.Me, record.Owner, "owner");
        Expect.True(record.LeaseUntil is not null && record.StartedAt is not null, "a running task has a lease and a start");
        Expect.Equal(new TaskCounts { Running = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task BegunMoves(ConformanceRun run)
    {
        foreach (Func<TaskId, long, Move> make in MakeMoves.All)
        {
            ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
            await run.ApplyAsync(Move.Begin(key.Id, key.ClaimToken)).ConfigureAwait(false);
            await run.ApplyAsync(make(key.Id, key.ClaimToken)).ConfigureAwait(false);
        }
    }

    private static async Task BeginsOnce(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        Move begin = Move.Begin(key.Id, key.ClaimToken);
        Expect.Sequence([true, false], await run.ApplyManyAsync(begin, begin).ConfigureAwait(false), "a begin twice in one batch");
        await run.ApplyAsync(Move.Release(key.Id, key.ClaimToken)).ConfigureAwait(false);
        await run.RefuseAsync(begin, "after the task was given back").ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.RefuseAsync(Move.Begin(claimed.Id, claimed.ClaimToken), "of a claimed task").ConfigureAwait(false);
        TaskId waiting = await run.AddOneAsync().ConfigureAwait(false);
        await run.RefuseAsync(Move.Begin(waiting, 0), "of a task that nobody reserved").ConfigureAwait(false);
        await run.RefuseAsync(Move.Begin(TaskId.New(), 1), "of a task that is not there").ConfigureAwait(false);
    }

    private static async Task Succeed(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(key.Id, key.ClaimToken, new ProbeResult(7, "seven"))).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(7, "seven"), record.Result, "result");
        ExpectEnded(record, key);
    }

    private static async Task Fail(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(key.Id, key.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Failed).ConfigureAwait(false);
        Expect.Equal(ConformanceRun.Oops, record.Failure, "failure");
        ExpectEnded(record, key);
    }

    private static void ExpectEnded(ProbeRecord record, ClaimKey key)
    {
        Expect.Equal(1, record.Attempt, "attempt");
        Expect.Equal(key.ClaimToken, record.ClaimToken, "claim token");
        Expect.Equal(null, record.Owner, "owner after the end");
        Expect.Equal(null, record.LeaseUntil, "lease after the end");
        Expect.True(record.StartedAt is not null && record.FinishedAt is not null, "a task that ended has a start and an end");
    }

    private static async Task Retry(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(key.Id, key.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(1, record.Attempt, "attempts begun");
        Expect.Equal(ConformanceRun.Oops, record.Failure, "failure of the attempt before");
        Claimed next = await run.ReserveOneAsync().ConfigureAwait(false);
        Expect.Equal(1, next.Attempt, "attempts so far");
        await run.ApplyAsync(Move.Begin(next.Id, next.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(2, (await run.GetAsync(next.Id).ConfigureAwait(false)).Attempt, "attempt after the retry");
    }

    private static Task RetryDelay(ConformanceRun run) =>
        DelayIsKept(run, key => Move.Retry(key.Id, key.ClaimToken, ConformanceRun.Oops, TimeSpan.FromMinutes(5)));

    private static Task DeferDelay(ConformanceRun run) =>
        DelayIsKept(run, key => Move.Defer(key.Id, key.ClaimToken, TimeSpan.FromMinutes(5)));

    private static async Task DelayIsKept(ConformanceRun run, Func<ClaimKey, Move> make)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(make(key)).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(4.9)).ConfigureAwait(false);
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks reserved shortly before the delay is over");
        await run.AdvanceAsync(TimeSpan.FromMinutes(0.2)).ConfigureAwait(false);
        Expect.Equal(key.Id, (await run.ReserveOneAsync().ConfigureAwait(false)).Id, "the task reserved after the delay");
    }

    private static async Task Report(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        TaskRunHandle handle = new("box", key.ClaimToken);
        await run.ApplyAsync(Move.Report(key.Id, key.ClaimToken, new TaskProgress(0.5, "half"), handle)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Running).ConfigureAwait(false);
        Expect.Equal((1, "box"), (record.Attempt, record.Handle), "attempt and handle");
        Expect.Equal(new TaskProgress(0.5, "half"), record.Progress, "progress");
        await run.RefuseAsync(Move.Begin(key.Id, key.ClaimToken), "after the attempt was begun").ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(key.Id, key.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(handle, (await run.ClaimOneAsync().ConfigureAwait(false)).Handle, "handle of the next claim");
    }

    private static async Task Export(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(key.Id, key.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(1, (await run.ExpectStateAsync(key.Id, TaskState.Exporting).ConfigureAwait(false)).Attempt, "attempt");
        await run.ApplyAsync(Move.Succeed(key.Id, key.ClaimToken, null)).ConfigureAwait(false);
        ExpectEnded(await run.ExpectStateAsync(key.Id, TaskState.Succeeded).ConfigureAwait(false), key);
    }

    private static async Task Stop(ConformanceRun run)
    {
        EnqueueOptions options = new() { UniqueKey = "key" };
        ClaimKey key = await run.AddOneReservedAsync(options).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(key.Id, key.ClaimToken)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Stopped).ConfigureAwait(false);
        Expect.True(record.FinishedAt is not null, "a stopped task has an end");
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks reserved after the stop");
        await run.AddOneReservedAsync(options).ConfigureAwait(false);
    }

    private static Task Release(ConformanceRun run) => GivesBack(run, key => Move.Release(key.Id, key.ClaimToken));

    private static Task Defer(ConformanceRun run) => GivesBack(run, key => Move.Defer(key.Id, key.ClaimToken, TimeSpan.Zero));

    private static async Task GivesBack(ConformanceRun run, Func<ClaimKey, Move> make)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(make(key)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(key.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(0, record.Attempt, "attempts begun");
        Expect.Equal(null, record.Owner, "owner after the reservation");
        Expect.Equal(null, record.LeaseUntil, "lease after the reservation");
        ClaimRequest other = new(ClaimantId.New(), ConformanceRun.Lease);
        Claimed[] claimed = await run.ClaimAsync(run.Container, other, 10).ConfigureAwait(false);
        Expect.Sequence([(key.Id, 1)], claimed.Select(c => (c.Id, c.Attempt)), "what another scheduler claims then");
    }

    private static async Task ReleaseKeepsHandle(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        TaskRunHandle handle = new("box", key.ClaimToken);
        await run.ApplyAsync(Move.Report(key.Id, key.ClaimToken, null, handle)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(key.Id, key.ClaimToken)).ConfigureAwait(false);
        for (int owner = 0; owner < 2; owner++)
        {
            Claimed next = await run.ReserveOneAsync().ConfigureAwait(false);
            Expect.Equal((handle, 1), (next.Handle, next.Attempt), "handle and attempts so far");
            await run.ApplyAsync(Move.Release(next.Id, next.ClaimToken)).ConfigureAwait(false);
        }
    }

    private static async Task AttemptsAddUp(ConformanceRun run)
    {
        ClaimKey added = await run.AddOneReservedAsync().ConfigureAwait(false);
        (TaskId id, long token) = (added.Id, added.ClaimToken);
        int expected = 0;
        foreach (string step in new[] { "retry", "release", "begin", "defer", "retry", "begin", "retry" })
        {
            if (step == "begin")
            {
                await run.ApplyAsync(Move.Begin(id, token)).ConfigureAwait(false);
                continue;
            }

            await run.ApplyAsync(step switch
            {
                "retry" => Move.Retry(id, token, ConformanceRun.Oops, TimeSpan.Zero),
                "defer" => Move.Defer(id, token, TimeSpan.Zero),
                _ => Move.Release(id, token),
            }).ConfigureAwait(false);
            expected += step == "retry" ? 1 : 0;
            Claimed next = await run.ReserveOneAsync().ConfigureAwait(false);
            Expect.Equal(expected, next.Attempt, $"attempts so far, after a {step}");
            token = next.ClaimToken;
        }
    }

    private static async Task OtherTokens(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimKey other = await run.AddOneReservedAsync().ConfigureAwait(false);
        foreach (long token in new[] { 0L, -1L, key.ClaimToken - 1, other.ClaimToken, long.MaxValue })
        {
            await ExpectAllRefused(run, key.Id, token, "under a token that is not that of the reservation").ConfigureAwait(false);
        }

        await run.ApplyAsync(Move.Succeed(key.Id, key.ClaimToken, null)).ConfigureAwait(false);
    }

    private static async Task GivenBack(ConformanceRun run)
    {
        ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(key.Id, key.ClaimToken)).ConfigureAwait(false);
        await ExpectAllRefused(run, key.Id, key.ClaimToken, "after the task was given back").ConfigureAwait(false);
        await run.ReserveOneAsync().ConfigureAwait(false);
        await ExpectAllRefused(run, key.Id, key.ClaimToken, "after a new reservation").ConfigureAwait(false);
    }

    private static async Task Finished(ConformanceRun run)
    {
        foreach (Func<TaskId, long, Move> make in new[] { (id, token) => Move.Succeed(id, token, new ProbeResult(3)), Move.Stop })
        {
            ClaimKey key = await run.AddOneReservedAsync().ConfigureAwait(false);
            await run.ApplyAsync(make(key.Id, key.ClaimToken)).ConfigureAwait(false);
            await ExpectAllRefused(run, key.Id, key.ClaimToken, "after the end").ConfigureAwait(false);
        }
    }

    /// <summary>A refused move must also leave no trace, which is why the record is compared as a whole.</summary>
    private static async Task ExpectAllRefused(ConformanceRun run, TaskId id, long token, string why)
    {
        ProbeRecord before = await run.GetAsync(id).ConfigureAwait(false);
        foreach (Func<TaskId, long, Move> make in MakeMoves.All.Append(Move.Begin))
        {
            await run.RefuseAsync(make(id, token), why).ConfigureAwait(false);
        }

        Expect.Equal(before, await run.GetAsync(id).ConfigureAwait(false), "the task after refused moves");
    }

    private static async Task Mixed(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        ClaimKey[] keys = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => run.AddOneReservedAsync())).ConfigureAwait(false)];
        bool[] accepted = await run.ApplyManyAsync(
            Move.Begin(keys[0].Id, keys[0].ClaimToken),
            Move.Succeed(claimed.Id, claimed.ClaimToken, null),
            Move.Succeed(keys[1].Id, keys[1].ClaimToken, new ProbeResult(1)),
            Move.Succeed(keys[1].Id, keys[1].ClaimToken, new ProbeResult(2)),
            Move.Fail(keys[0].Id, keys[0].ClaimToken, ConformanceRun.Oops),
            Move.Fail(keys[2].Id, keys[3].ClaimToken, ConformanceRun.Oops),
            Move.Retry(keys[2].Id, keys[2].ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1)),
            Move.Release(keys[3].Id, keys[3].ClaimToken)).ConfigureAwait(false);
        Expect.Sequence([true, true, true, false, true, false, true, true], accepted, "accepted moves");
        Expect.Equal(
            new TaskCounts { Waiting = 2, Succeeded = 2, Failed = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
        Expect.Equal(new ProbeResult(1), (await run.GetAsync(keys[1].Id).ConfigureAwait(false)).Result, "result");
    }
}
