using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class SharingCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("a container over a shared store says so", SaysSo),
        new("what one adds the other claims and ends", AcrossObjects),
        new("claim tokens grow across container objects", TokensGrow),
        new("the cluster-wide limit counts across container objects", Limit),
        new("a stop reaches a task that runs under another container object", Stop),
        new("of tasks claimed through several container objects none is claimed twice", NoneTwice),
        new("the clock of a process makes no difference", OnlyTheStoresClock, ContainerTraits.Clock),
        new("several schedulers may prepare the store at once", InitializeTwice),
    }.Select(c => c with { Needs = c.Needs | ContainerTraits.Shared });

    private static Task SaysSo(ConformanceRun run)
    {
        Expect.Equal(true, run.Container.IsShared, nameof(run.Container.IsShared));
        return Task.CompletedTask;
    }

    private static async Task AcrossObjects(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        NewTask<ProbeTask> task = run.New(new EnqueueOptions { Priority = 2, UniqueKey = "x" });
        await run.AddAsync(task).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(other, run.Request(), 10).ConfigureAwait(false);
        Expect.Sequence([(task.Id, task.Payload)], claimed.Select(c => (c.Id, c.Payload)), "tasks claimed by the other");
        bool[] accepted = new bool[1];
        Move succeed = Move.Succeed(task.Id, claimed[0].ClaimToken, new ProbeResult(5, "five"));
        await other.ApplyAsync(new[] { succeed }, accepted, run.Cancellation).ConfigureAwait(false);
        Expect.Equal(true, accepted[0], "whether the success is accepted");
        ProbeRecord record = await run.ExpectStateAsync(task.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(5, "five"), record.Result, "result");
        await run.RefuseAsync(succeed, "the second time, through the first container").ConfigureAwait(false);
    }

    private static async Task TokensGrow(ConformanceRun run)
    {
        ProbeContainer[] both = [run.Container, await run.OpenAnotherAsync().ConfigureAwait(false)];
        await run.AddManyAsync(10).ConfigureAwait(false);
        List<long> tokens = [];
        for (int i = 0; i < 10; i++)
        {
            tokens.Add((await run.ClaimAsync(both[i % 2], run.Request(), 1).ConfigureAwait(false))[0].ClaimToken);
        }

        Expect.Sequence(tokens.Distinct().Order(), tokens, "claim tokens in the order of claiming");
    }

    private static async Task Limit(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        await run.AddManyAsync(10).ConfigureAwait(false);
        Expect.Equal(2, (await run.ClaimAsync(most: 2, clusterConcurrency: 3).ConfigureAwait(false)).Length, "tasks claimed by the first");
        ClaimRequest theirs = new(ClaimantId.New(), ConformanceRun.Lease, 3);
        Expect.Equal(1, (await run.ClaimAsync(other, theirs, 5).ConfigureAwait(false)).Length, "tasks claimed by the second");
    }

    private static async Task Stop(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        CommandResult[] results = new CommandResult[1];
        await other.ExecuteAsync(TaskCommand.Stop, new[] { claimed.Id }, results, run.Cancellation).ConfigureAwait(false);
        Expect.Equal(CommandOutcome.Requested, results[0].Outcome, "the answer to the stop");
        Expect.Sequence(
            [ConformanceRun.Key(claimed)], (await run.RenewAsync(claimed).ConfigureAwait(false)).StopRequested, "claims to stop");
    }

    private static async Task NoneTwice(ConformanceRun run)
    {
        ProbeContainer[] all = [run.Container, await run.OpenAnotherAsync().ConfigureAwait(false), await run.OpenAnotherAsync().ConfigureAwait(false)];
        int total = Math.Max(30, run.ParallelTasks / 10);
        await run.AddManyAsync(total).ConfigureAwait(false);
        ConcurrentBag<TaskId> claimed = [];
        using CancellationTokenSource allClaimed = CancellationTokenSource.CreateLinkedTokenSource(run.Cancellation);
        await Parallels.RunAsync(6, async worker =>
        {
            ClaimRequest request = new(ClaimantId.New(), ConformanceRun.Lease);
            while (claimed.Count < total)
            {
                Claimed[] some = await run.ClaimAsync(all[worker % all.Length], request, 3).ConfigureAwait(false);
                Array.ForEach(some, one => claimed.Add(one.Id));
                if (some.Length == 0)
                {
                    await WaitAsync(all[worker % all.Length], request, allClaimed.Token).ConfigureAwait(false);
                }
            }

            await allClaimed.CancelAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        run.Cancellation.ThrowIfCancellationRequested();
        Expect.Equal(total, claimed.Count, "claims");
        Expect.Equal(total, claimed.Distinct().Count(), "different tasks claimed");
    }

    // As a scheduler does: a claim may miss a task for a moment, because somebody else looks at it, and only a wait promises to tell of it.
    private static async Task WaitAsync(ProbeContainer container, ClaimRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await container.WaitForTasksAsync(request, TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is left to wait for.
        }
    }

    private static async Task OnlyTheStoresClock(ConformanceRun run)
    {
        ProbeContainer ahead = await run.OpenAnotherAsync(TimeSpan.FromHours(1)).ConfigureAwait(false);
        ProbeContainer behind = await run.OpenAnotherAsync(TimeSpan.FromHours(-1)).ConfigureAwait(false);
        Claimed running = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ExpectStateAsync(running.Id, TaskState.Running).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(30) }).ConfigureAwait(false);
        RescueRequest rescue = new(canReattach: false, maxLosses: 10, limit: 10);

        Expect.Equal(default, await ahead.RescueAsync(rescue, run.Cancellation).ConfigureAwait(false), "what a process rescues that is an hour ahead");
        Expect.Equal(0, (await run.ClaimAsync(ahead, run.Request(), 10).ConfigureAwait(false)).Length, "future tasks claimed by a process that is an hour ahead");
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(
            new RescueReport(1, 0, 0), await behind.RescueAsync(rescue, run.Cancellation).ConfigureAwait(false), "what a process rescues that is an hour behind");
        Claimed[] again = await run.ClaimAsync(behind, run.Request(), 10).ConfigureAwait(false);
        Expect.Sequence([running.Id], again.Select(c => c.Id), "tasks claimed by a process that is an hour behind");
        Expect.Equal(default, await ahead.RescueAsync(rescue, run.Cancellation).ConfigureAwait(false), "what is rescued of a fresh claim");
    }

    private static Task InitializeTwice(ConformanceRun run) => Parallels.RunAsync(4, async _ =>
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        await other.InitializeAsync(run.Cancellation).ConfigureAwait(false);
    });
}
