using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Moves and a claim in one call. Containers that do not do it in one step have the same effects.</summary>
internal static class ExchangeCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("an exchange makes the moves and claims what waits", MovesAndClaims),
        new("a refused move of an exchange hinders neither its neighbours nor the claim", RefusedMove),
        new("an end of an exchange makes room under the cluster-wide limit for its claim", ClusterLimit),
        new("an exchange claims what its own moves make ready", ClaimsReleased),
        new("an exchange without moves claims, and one without room makes the moves", HalfEmpty),
        new("no task is lost or claimed twice while many exchange at once", ManyAtOnce),
    ];

    private static async Task<(bool[] Accepted, Claimed[] Claimed)> ExchangeAsync(ConformanceRun run, Move[] moves, int most, int clusterConcurrency = 0)
    {
        bool[] accepted = new bool[moves.Length];
        Claimed[] claimed = new Claimed[most];
        int count = await run.Container.ExchangeAsync(moves, accepted, run.Request(clusterConcurrency), claimed, run.Cancellation).ConfigureAwait(false);
        Expect.True(count >= 0 && count <= most, $"an exchange for at most {most} tasks returns 0 to {most}, not {count}");
        return (accepted, claimed[..count]);
    }

    private static Move Success(Claimed claimed) => Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1, "done"));

    private static async Task MovesAndClaims(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(4).ConfigureAwait(false);
        Claimed[] first = await run.ClaimAsync(most: 2).ConfigureAwait(false);
        (bool[] accepted, Claimed[] next) = await ExchangeAsync(
            run, [Success(first[0]), Move.Fail(first[1].Id, first[1].ClaimToken, ConformanceRun.Oops)], 1).ConfigureAwait(false);

        Expect.True(accepted is [true, true], "both moves are made");
        Expect.Equal(1, next.Length, "tasks claimed for one place while two wait");
        Expect.Equal(ids[2], next[0].Id, "the task that was claimed");
        Expect.Equal(1, next[0].Attempt, "its attempt");
        ProbeRecord succeeded = await run.ExpectStateAsync(first[0].Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(1, "done"), succeeded.Result, "result");
        await run.ExpectStateAsync(first[1].Id, TaskState.Failed).ConfigureAwait(false);
        ProbeRecord running = await run.ExpectStateAsync(ids[2], TaskState.Running).ConfigureAwait(false);
        Expect.Equal(run.Me, running.Owner, "owner of the claimed task");
        await run.ExpectStateAsync(ids[3], TaskState.Waiting).ConfigureAwait(false);
    }

    private static async Task RefusedMove(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] first = await run.ClaimAsync(most: 2).ConfigureAwait(false);
        (bool[] accepted, Claimed[] next) = await ExchangeAsync(
            run, [Move.Succeed(first[0].Id, first[0].ClaimToken + 1_000_000, null), Success(first[1])], 10).ConfigureAwait(false);

        Expect.True(accepted is [false, true], "only the move under the latest claim is made");
        Expect.Equal(1, next.Length, "tasks claimed");
        await run.ExpectStateAsync(first[0].Id, TaskState.Running).ConfigureAwait(false);
    }

    private static async Task ClusterLimit(ConformanceRun run)
    {
        await run.AddManyAsync(5).ConfigureAwait(false);
        Claimed[] first = await run.ClaimAsync(clusterConcurrency: 2).ConfigureAwait(false);
        (_, Claimed[] next) = await ExchangeAsync(run, [Success(first[0])], 10, clusterConcurrency: 2).ConfigureAwait(false);
        Expect.Equal(1, next.Length, "tasks claimed under a limit of 2 when one of two ends");
    }

    private static async Task ClaimsReleased(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        (_, Claimed[] next) = await ExchangeAsync(run, [Move.Release(claimed.Id, claimed.ClaimToken)], 10).ConfigureAwait(false);
        if (next.Length == 0)
        {
            next = await run.ClaimAsync().ConfigureAwait(false);
        }

        Expect.Equal(1, next.Length, "tasks claimed after the release");
        Expect.Equal(claimed.Id, next[0].Id, "the task that was claimed");
        Expect.True(next[0].ClaimToken > claimed.ClaimToken, "the claim token grows");
    }

    private static async Task HalfEmpty(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        (_, Claimed[] claimed) = await ExchangeAsync(run, [], 1).ConfigureAwait(false);
        Expect.Equal(1, claimed.Length, "tasks claimed without moves");
        (bool[] accepted, Claimed[] none) = await ExchangeAsync(run, [Success(claimed[0])], 0).ConfigureAwait(false);
        Expect.True(accepted is [true] && none.Length == 0, "the move is made, and nothing is claimed without room");
    }

    private static async Task ManyAtOnce(ConformanceRun run)
    {
        const int Workers = 4;
        int count = run.ParallelTasks;
        await run.AddManyAsync(count).ConfigureAwait(false);
        List<Claimed>[] ran = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => DrainAsync(run)))).ConfigureAwait(false);

        Claimed[] all = [.. ran.SelectMany(static some => some)];
        Expect.Equal(count, all.Length, "claims");
        Expect.Equal(count, all.Select(static claimed => claimed.Id).Distinct().Count(), "tasks that were claimed");
        TaskCounts counts = await run.Container.CountAsync(run.Cancellation).ConfigureAwait(false);
        Expect.Equal(count, counts.Succeeded, "tasks that have succeeded");
    }

    private static async Task<List<Claimed>> DrainAsync(ConformanceRun run)
    {
        List<Claimed> all = [];
        Claimed[] held = [];
        for (int misses = 0; misses < 20;)
        {
            Move[] ends = [.. held.Select(Success)];
            (bool[] accepted, held) = await ExchangeAsync(run, ends, 7).ConfigureAwait(false);
            Expect.True(accepted.All(static made => made), "every end under its claim is made");
            all.AddRange(held);
            misses = held.Length == 0 ? misses + 1 : 0;
            if (misses > 0)
            {
                // A look may pass over rows that another one has locked.
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, run.Cancellation).ConfigureAwait(false);
            }
        }

        return all;
    }
}
