using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class ClaimingCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a claim hands out payload, options, attempt and token", HandsOut),
        new("a claim stamps owner, lease, token and start", Stamps, ContainerTraits.Clock),
        new("nothing is claimed from an empty container", Empty),
        new("no more tasks are claimed than there is room for", AtMost),
        new("a claim without room takes nothing", NoRoom),
        new("a claimed task is not claimed again", NotAgain),
        new("finished tasks are not claimed", NotFinished),
        new("claim tokens only grow", TokensGrow),
        new("equal tasks are claimed in the order in which they were added", Fifo, ContainerTraits.Fifo),
        new("higher priorities are claimed first", Priorities, ContainerTraits.Priorities),
        new("a higher priority that comes later overtakes", Overtaking, ContainerTraits.Priorities),
        new("priorities are followed or named as unsupported", PrioritiesAreFollowedOrRefused),
    ];

    private static async Task HandsOut(ConformanceRun run)
    {
        EnqueueOptions options = new() { Priority = -3, Timeout = TimeSpan.FromMinutes(2), MaxAttempts = 9, UniqueKey = "u" };
        NewTask<ProbeTask> task = run.New(options);
        await run.AddAsync(task).ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(task.Id, claimed.Id, "id");
        Expect.Equal(task.Payload, claimed.Payload, "payload");
        Expect.Equal(-3, claimed.Options.Priority, "priority");
        Expect.Equal(TimeSpan.FromMinutes(2), claimed.Options.Timeout, "timeout");
        Expect.Equal(9, claimed.Options.MaxAttempts, "number of attempts");
        Expect.Equal(1, claimed.Attempt, "attempt");
        Expect.True(claimed.ClaimToken > 0, "the claim token is greater than 0");
        Expect.Equal(null, claimed.Handle, "handle");
        Expect.Equal(false, claimed.StopRequested, "stop requested");
        Expect.Equal(null, claimed.Unreadable, "unreadable");
    }

    private static async Task Stamps(ConformanceRun run)
    {
        await run.AddOneAsync().ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(false);
        DateTimeOffset before = run.UtcNow;
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        DateTimeOffset after = run.UtcNow;
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Running).ConfigureAwait(false);
        Expect.Equal(run.Me, record.Owner, "owner");
        Expect.Equal(claimed.ClaimToken, record.ClaimToken, "claim token");
        Expect.Equal(1, record.Attempt, "attempt");
        ExpectBetween(before, after, record.StartedAt, "start");
        ExpectBetween(before + ConformanceRun.Lease, after + ConformanceRun.Lease, record.LeaseUntil, "end of the lease");
    }

    private static void ExpectBetween(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? actual, string what)
    {
        // Stores keep milliseconds or microseconds; a fake clock has ticks.
        TimeSpan rounding = TimeSpan.FromMilliseconds(1);
        Expect.True(actual >= from - rounding && actual <= to + rounding, $"{what} is within {from:O} and {to:O} (it is {actual:O})");
    }

    private static async Task Empty(ConformanceRun run)
    {
        await run.ExpectNothingToClaimAsync("from an empty container").ConfigureAwait(false);
    }

    private static async Task AtMost(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(10).ConfigureAwait(false);
        Claimed[] first = await run.ClaimAsync(most: 4).ConfigureAwait(false);
        Expect.Equal(4, first.Length, "tasks claimed of 10 with room for 4");
        TaskCounts counts = await run.CountAsync().ConfigureAwait(false);
        Expect.Equal(new TaskCounts { Waiting = 6, Running = 4 }, counts, "counts");
        Claimed[] second = await run.ClaimAsync(most: 100).ConfigureAwait(false);
        Expect.Set(ids, first.Concat(second).Select(c => c.Id), "tasks of both claims");
    }

    private static async Task NoRoom(ConformanceRun run)
    {
        await run.AddOneAsync().ConfigureAwait(false);
        Expect.Equal(0, (await run.ClaimAsync(most: 0).ConfigureAwait(false)).Length, "tasks claimed without room");
        Expect.Equal(1L, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks");
    }

    private static async Task NotAgain(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("while the only task runs").ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("while the only task is exporting").ConfigureAwait(false);
    }

    private static async Task NotFinished(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed[1].Id, claimed[1].ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(claimed[2].Id, claimed[2].ClaimToken)).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("after all tasks have finished").ConfigureAwait(false);
    }

    private static async Task TokensGrow(ConformanceRun run)
    {
        await run.AddManyAsync(6).ConfigureAwait(false);
        long latest = 0;
        for (int round = 0; round < 3; round++)
        {
            Claimed[] claimed = await run.ClaimAsync(most: 4).ConfigureAwait(false);
            Expect.True(claimed.Length == 4, "four tasks can be claimed");
            Expect.Equal(4, claimed.Select(c => c.ClaimToken).Distinct().Count(), "different tokens in one batch");
            long least = claimed.Min(c => c.ClaimToken);
            Expect.True(least > latest, $"each token is greater than those of earlier claims ({least} came after {latest})");
            latest = claimed.Max(c => c.ClaimToken);
            await run.ApplyManyAsync([.. claimed.Select(c => Move.Release(c.Id, c.ClaimToken))]).ConfigureAwait(false);
        }
    }

    private static async Task Fifo(ConformanceRun run)
    {
        TaskId[] ids = [.. await run.AddManyAsync(3).ConfigureAwait(false), .. await run.AddManyAsync(3).ConfigureAwait(false)];
        Claimed[] first = await run.ClaimAsync(most: 2).ConfigureAwait(false);
        Claimed[] rest = await run.ClaimAsync().ConfigureAwait(false);
        Expect.Sequence(ids, first.Concat(rest).Select(c => c.Id), "the order of claiming");
    }

    private static async Task Priorities(ConformanceRun run)
    {
        int[] priorities = [0, 5, -5, int.MaxValue, 5, int.MinValue];
        await run.AddAsync([.. priorities.Select(p => run.New(new EnqueueOptions { Priority = p }))]).ConfigureAwait(false);
        Claimed[] first = await run.ClaimAsync(most: 3).ConfigureAwait(false);
        Claimed[] rest = await run.ClaimAsync().ConfigureAwait(false);
        Expect.Sequence(priorities.OrderDescending(), first.Concat(rest).Select(c => c.Options.Priority), "the order of claiming");
    }

    private static async Task Overtaking(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
        TaskId urgent = await run.AddOneAsync(new EnqueueOptions { Priority = 1 }).ConfigureAwait(false);
        Expect.Equal(urgent, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed next");
    }

    private static Task PrioritiesAreFollowedOrRefused(ConformanceRun run)
    {
        UnsupportedOption? named = run.Container.UnsupportedOptions.FirstOrDefault(option => option.Name == nameof(EnqueueOptions.Priority));
        Expect.Equal(run.Traits.HasFlag(ContainerTraits.Priorities), named is null, "whether priorities are supported");
        Expect.True(named?.Advice != "", "what to use instead is said");
        return Task.CompletedTask;
    }
}
