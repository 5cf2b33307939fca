using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class ConcurrencyCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("of tasks from many producers to many claimers none is lost and none claimed twice", NoneLostNoneTwice),
        new("of many moves under one token at once one is made", OneMoveWins),
        new("a stop and a success at once end the task once", StopAgainstSuccess),
        new("of many restarts at once one is made", OneRestart),
        new("tasks that are given back again and again all come to their end", GivenBackOften),
        new("a rescue and a success at once agree", RescueAgainstSuccess, ContainerTraits.Clock),
    ];

    private static async Task NoneLostNoneTwice(ConformanceRun run)
    {
        const int producers = 4;
        int each = run.ParallelTasks / producers;
        ConcurrentDictionary<TaskId, long> tokens = new();
        ConcurrentDictionary<long, TaskId> byToken = new();
        int done = 0;
        await Parallels.RunAsync(producers * 2, async worker =>
        {
            if (worker < producers)
            {
                for (int added = 0; added < each; added += 10)
                {
                    await run.AddManyAsync(Math.Min(10, each - added)).ConfigureAwait(false);
                }

                return;
            }

            while (Volatile.Read(ref done) < producers * each)
            {
                foreach (Claimed claimed in await run.ClaimAsync(most: 7).ConfigureAwait(false))
                {
                    Expect.True(tokens.TryAdd(claimed.Id, claimed.ClaimToken), $"task {claimed.Payload.Number} is claimed once");
                    Expect.True(byToken.TryAdd(claimed.ClaimToken, claimed.Id), $"the token {claimed.ClaimToken} is given once");
                    await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
                    Interlocked.Increment(ref done);
                }

                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }).ConfigureAwait(false);
        Expect.Equal(producers * each, tokens.Count, "claimed tasks");
        await run.ExpectNothingToClaimAsync("after all tasks were claimed").ConfigureAwait(false);
    }

    private static async Task OneMoveWins(ConformanceRun run)
    {
        for (int round = 0; round < 20; round++)
        {
            Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
            int accepted = 0;
            await Parallels.RunAsync(6, async worker =>
            {
                Move move = worker % 2 == 0
                    ? Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(worker))
                    : Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops);
                if (await run.TryApplyAsync(move).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref accepted);
                }
            }).ConfigureAwait(false);
            Expect.Equal(1, accepted, "moves accepted of six under one token");
        }
    }

    private static async Task StopAgainstSuccess(ConformanceRun run)
    {
        for (int round = 0; round < 20; round++)
        {
            Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
            CommandOutcome stop = default;
            await Parallels.RunAsync(2, async worker =>
            {
                if (worker == 0)
                {
                    await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
                }
                else
                {
                    stop = (await run.ExecuteAsync(TaskCommand.Stop, claimed.Id).ConfigureAwait(false)).Outcome;
                }
            }).ConfigureAwait(false);
            Expect.True(stop is CommandOutcome.Requested or CommandOutcome.Refused, $"the stop is noted or refused, not {stop}");
            await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
        }
    }

    private static async Task OneRestart(ConformanceRun run)
    {
        for (int round = 0; round < 20; round++)
        {
            Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
            await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
            int restarted = 0;
            await Parallels.RunAsync(4, async _ =>
            {
                if ((await run.ExecuteAsync(TaskCommand.Restart, claimed.Id).ConfigureAwait(false)).Outcome == CommandOutcome.Done)
                {
                    Interlocked.Increment(ref restarted);
                }
            }).ConfigureAwait(false);
            Expect.Equal(1, restarted, "restarts made of four at once");
            Expect.Equal(1, (await run.ClaimAsync().ConfigureAwait(false)).Length, "tasks to claim after the restart");
        }
    }

    private static async Task GivenBackOften(ConformanceRun run)
    {
        const int lives = 4;
        int total = Math.Max(8, run.ParallelTasks / 10);
        await run.AddManyAsync(total).ConfigureAwait(false);
        int done = 0;
        await Parallels.RunAsync(6, async _ =>
        {
            while (Volatile.Read(ref done) < total)
            {
                foreach (Claimed claimed in await run.ClaimAsync(most: 3).ConfigureAwait(false))
                {
                    bool last = claimed.Attempt == lives;
                    await run.ApplyAsync(last
                        ? Move.Succeed(claimed.Id, claimed.ClaimToken, null)
                        : Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
                    Interlocked.Add(ref done, last ? 1 : 0);
                }

                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }).ConfigureAwait(false);
        Expect.Equal(new TaskCounts { Succeeded = total }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task RescueAgainstSuccess(ConformanceRun run)
    {
        for (int round = 0; round < 20; round++)
        {
            Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
            await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
            bool succeeded = false;
            RescueReport report = default;
            await Parallels.RunAsync(2, async worker =>
            {
                if (worker == 0)
                {
                    succeeded = await run.TryApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
                }
                else
                {
                    report = await run.RescueAsync().ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
            Expect.Equal(succeeded ? 0 : 1, report.Rescued, $"tasks rescued while the success was {(succeeded ? "accepted" : "refused")}");
            await run.ExpectStateAsync(claimed.Id, succeeded ? TaskState.Succeeded : TaskState.Waiting).ConfigureAwait(false);
            await run.ExecuteAsync(TaskCommand.Stop, claimed.Id).ConfigureAwait(false);
        }
    }
}
