using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class ClusterLimitCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("no more tasks are claimed than the limit allows", Limit),
        new("the claims of all schedulers count", AllClaimants),
        new("a task that is exporting counts", Exporting),
        new("a task that has ended or was given back does not count", FreedByMoves),
        new("a rescued task does not count", FreedByRescue, ContainerTraits.Clock),
        new("a waiting retry and a future task do not count", WaitingDoNotCount),
        new("a limit that was lowered holds back until enough have ended", Lowered),
        new("the limit holds while many claim and finish at once", ManyAtOnce),
    ];

    private static async Task ExpectClaimedAsync(ConformanceRun run, int limit, int expected, string when) =>
        Expect.Equal(expected, (await run.ClaimAsync(clusterConcurrency: limit).ConfigureAwait(false)).Length, $"tasks claimed {when}");

    private static async Task Limit(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 3, 3, "under a limit of 3").ConfigureAwait(false);
        await ExpectClaimedAsync(run, 3, 0, "while the limit is reached").ConfigureAwait(false);
        await ExpectClaimedAsync(run, 4, 1, "under a limit of 4 while 3 run").ConfigureAwait(false);
        await ExpectClaimedAsync(run, 0, 6, "without a limit").ConfigureAwait(false);
    }

    private static async Task AllClaimants(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 3, 3, "by the first scheduler").ConfigureAwait(false);
        ClaimRequest other = new(ClaimantId.New(), ConformanceRun.Lease, 5);
        Expect.Equal(2, (await run.ClaimAsync(run.Container, other, 100).ConfigureAwait(false)).Length, "tasks claimed by the second scheduler");
    }

    private static async Task Exporting(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 1, 0, "while one is exporting under a limit of 1").ConfigureAwait(false);
    }

    private static async Task FreedByMoves(ConformanceRun run)
    {
        await run.AddManyAsync(20).ConfigureAwait(false);
        Func<Claimed, Move>[] ends =
        [
            c => Move.Succeed(c.Id, c.ClaimToken, null),
            c => Move.Fail(c.Id, c.ClaimToken, ConformanceRun.Oops),
            c => Move.Stop(c.Id, c.ClaimToken),
            c => Move.Retry(c.Id, c.ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1)),
            c => Move.Defer(c.Id, c.ClaimToken, TimeSpan.FromHours(1)),
            c => Move.Release(c.Id, c.ClaimToken),
        ];
        foreach (Func<Claimed, Move> end in ends)
        {
            Claimed[] claimed = await run.ClaimAsync(clusterConcurrency: 1).ConfigureAwait(false);
            Expect.Equal(1, claimed.Length, "tasks claimed under a limit of 1 while none runs");
            Move move = end(claimed[0]);
            await run.ApplyAsync(move).ConfigureAwait(false);
        }

        await ExpectClaimedAsync(run, 1, 1, "after all have ended or were given back").ConfigureAwait(false);
    }

    private static async Task FreedByRescue(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 1, 1, "under a limit of 1").ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        await run.RescueAsync().ConfigureAwait(false);
        await ExpectClaimedAsync(run, 1, 1, "after the rescue").ConfigureAwait(false);
    }

    private static async Task WaitingDoNotCount(ConformanceRun run)
    {
        await run.AddManyAsync(5, new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.AddManyAsync(2).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 2, 2, "while future tasks wait").ConfigureAwait(false);
    }

    private static async Task Lowered(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(most: 5).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 2, 0, "under a limit of 2 while 5 run").ConfigureAwait(false);
        await run.ApplyManyAsync([.. claimed.Take(4).Select(c => Move.Succeed(c.Id, c.ClaimToken, null))]).ConfigureAwait(false);
        await ExpectClaimedAsync(run, 2, 1, "under a limit of 2 while 1 runs").ConfigureAwait(false);
    }

    private static async Task ManyAtOnce(ConformanceRun run)
    {
        const int limit = 3;
        int total = Math.Min(run.ParallelTasks, 500);
        await run.AddManyAsync(total).ConfigureAwait(false);
        int running = 0;
        int most = 0;
        int done = 0;
        await Parallels.RunAsync(6, async _ =>
        {
            while (Volatile.Read(ref done) < total)
            {
                Claimed[] claimed = await run.ClaimAsync(most: 2, clusterConcurrency: limit).ConfigureAwait(false);
                InterlockedMax(ref most, Interlocked.Add(ref running, claimed.Length));
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                foreach (Claimed one in claimed)
                {
                    // Before the move: as soon as it is made, others may rightly claim.
                    Interlocked.Decrement(ref running);
                    await run.ApplyAsync(Move.Succeed(one.Id, one.ClaimToken, null)).ConfigureAwait(false);
                    Interlocked.Increment(ref done);
                }
            }
        }).ConfigureAwait(false);
        Expect.True(most <= limit, $"at most {limit} tasks run at one instant, not {most}");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
