using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class WaitingCases
{
    private const ContainerTraits WakesByClock = ContainerTraits.Wakes | ContainerTraits.Clock;

    public static IEnumerable<CaseDefinition> All =>
    [
        new("it ends at once while a task is due", AtOnce, ContainerTraits.Wakes),
        new("it ends at once for every waiter while a task is due", EveryWaiter, ContainerTraits.Wakes),
        new("it ends when a task is added", c => WakesBy(c, _ => c.AddOneAsync()), ContainerTraits.Wakes),
        new("it ends when a task is started", Started, ContainerTraits.Wakes),
        new("it ends when a task is given back", c => WakesBy(c, x => c.ApplyAsync(Move.Release(x.Id, x.ClaimToken))), ContainerTraits.Wakes),
        new("it ends when a task is retried", Retried, ContainerTraits.Wakes),
        new("it ends when a task is restarted", Restarted, ContainerTraits.Wakes),
        new("it ends when a lost task is rescued", Rescued, WakesByClock),
        new("it ends when a delayed task becomes due", BecomesDue, WakesByClock),
        new("it ends when an earlier delayed task is added than the one it waits for", EarlierDelay, WakesByClock),
        new("it ends when the cluster-wide limit has room again", LimitHasRoom, ContainerTraits.Wakes),
        new("it ends after its timeout", Timeout, ContainerTraits.Clock),
        new("it ends when it is cancelled", Cancelled),
        new("a task added after a claim that found nothing is not missed", NotMissed, ContainerTraits.Wakes),
    ];

    private static Task WaitAsync(ConformanceRun run, int clusterConcurrency = 0) =>
        run.Container.WaitForTasksAsync(run.Request(clusterConcurrency), TimeSpan.FromDays(1), run.Cancellation).AsTask();

    private static async Task AtOnce(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        await WaitAsync(run).ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
        await WaitAsync(run).ConfigureAwait(false);
    }

    private static async Task EveryWaiter(ConformanceRun run)
    {
        await run.AddOneAsync().ConfigureAwait(false);
        await Task.WhenAll(WaitAsync(run), WaitAsync(run), WaitAsync(run)).ConfigureAwait(false);
    }

    private static async Task WakesBy(ConformanceRun run, Func<Claimed, Task> happening)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        Task wait = WaitAsync(run);
        await happening(claimed).ConfigureAwait(false);
        await wait.ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
    }

    private static async Task Started(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(start: false).ConfigureAwait(false);
        await WakesBy(run, _ => run.ExecuteAsync(TaskCommand.Start, id)).ConfigureAwait(false);
    }

    private static Task Retried(ConformanceRun run) =>
        WakesBy(run, c => run.ApplyAsync(Move.Retry(c.Id, c.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)));

    private static Task Restarted(ConformanceRun run) => WakesBy(run, async claimed =>
    {
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id).ConfigureAwait(false);
    });

    private static Task Rescued(ConformanceRun run) => WakesBy(run, async _ =>
    {
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued");
    });

    private static async Task BecomesDue(ConformanceRun run)
    {
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(10) }).ConfigureAwait(false);
        await run.AdvanceUntilAsync(WaitAsync(run), TimeSpan.FromMinutes(11)).ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
    }

    private static async Task EarlierDelay(ConformanceRun run)
    {
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(20) }).ConfigureAwait(false);
        Task wait = WaitAsync(run);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(1) }).ConfigureAwait(false);
        DateTimeOffset from = run.UtcNow;
        await run.AdvanceUntilAsync(wait, TimeSpan.FromMinutes(2)).ConfigureAwait(false);
        Expect.True(run.UtcNow - from < TimeSpan.FromHours(10), "the wait ends with the earlier of two delayed tasks");
    }

    private static async Task LimitHasRoom(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(clusterConcurrency: 1).ConfigureAwait(false);
        Expect.Equal(1, claimed.Length, "tasks claimed under a limit of 1");
        Task wait = WaitAsync(run, clusterConcurrency: 1);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        await wait.ConfigureAwait(false);
    }

    private static async Task Timeout(ConformanceRun run)
    {
        Task wait = run.Container.WaitForTasksAsync(run.Request(), TimeSpan.FromSeconds(30), run.Cancellation).AsTask();
        await run.AdvanceUntilAsync(wait, TimeSpan.FromSeconds(31)).ConfigureAwait(false);
    }

    private static async Task Cancelled(ConformanceRun run)
    {
        using CancellationTokenSource giveUp = new();
        Task wait = run.Container.WaitForTasksAsync(run.Request(), TimeSpan.FromDays(1), giveUp.Token).AsTask();
        await giveUp.CancelAsync().ConfigureAwait(false);
        try
        {
            await wait.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Either is fine: an early end, because the wait is only a hint, or the usual exception.
        }
    }

    /// <summary>The gap between "nothing to claim" and "wait" is where wake-ups get lost; so many tries, with real threads.</summary>
    private static async Task NotMissed(ConformanceRun run)
    {
        const int tries = 200;
        await Parallels.RunAsync(2, async role =>
        {
            for (int i = 0; i < tries; i++)
            {
                if (role == 0)
                {
                    await run.AddOneAsync().ConfigureAwait(false);
                    continue;
                }

                while ((await run.ClaimAsync(most: 1).ConfigureAwait(false)).Length == 0)
                {
                    await WaitAsync(run).ConfigureAwait(false);
                }
            }
        }).ConfigureAwait(false);
    }
}
