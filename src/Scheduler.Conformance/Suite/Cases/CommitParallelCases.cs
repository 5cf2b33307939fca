using System.Collections.Concurrent;
using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Many commits at once.</summary>
internal static class CommitParallelCases
{
    private const int Workers = 4;
    private const int Tokens = 24;

    public static IEnumerable<CaseDefinition> All =>
    [
        new("tokens that move between three kinds are neither lost nor doubled", MovingTokens, ContainerTraits.Committing),
        new("commits that name the same tasks in opposite orders do not wait for each other forever", OppositeOrders, ContainerTraits.Committing),
    ];

    /// <summary>
    /// A token is an unfinished task. It moves by the end of its task and the add, or the add and the later start, of one of another kind. Some ends are under a claim that
    /// has been lost; then the token must stay where it is.
    /// </summary>
    private static async Task MovingTokens(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        for (int token = 0; token < Tokens; token++)
        {
            await kinds.All[token % 3].AddAsync(new[] { Task(token, start: true) }, default, run.Cancellation).ConfigureAwait(false);
        }

        ConcurrentBag<(ProbeContainer Kind, TaskId Id)> unstarted = [];
        int left = run.ParallelTasks / 5;
        int moved = 0;
        int fenced = 0;
        await Parallels.RunAsync(Workers, async worker =>
        {
            SplitMix random = new(worker + 1);
            while (Volatile.Read(ref left) > 0)
            {
                ProbeContainer from = kinds.All[random.Next(3)];
                Claimed[] claimed = await run.ClaimAsync(from, run.Request(), 1 + random.Next(3)).ConfigureAwait(false);
                TaskCommit commit = new();
                bool isFenced = claimed.Length > 0 && random.Next(4) == 0;
                List<(ProbeContainer, TaskId)> later = [];
                for (int i = 0; i < claimed.Length; i++)
                {
                    ProbeContainer to = kinds.All[random.Next(3)];
                    NewTask<ProbeTask> next = Task(claimed[i].Payload.Number, start: random.Next(4) > 0);
                    commit.Apply(from, CommitRun.Success(claimed[i]));
                    commit.Add(to, next);
                    if (!next.Start)
                    {
                        later.Add((to, next.Id));
                    }
                }

                bool starts = unstarted.TryTake(out (ProbeContainer Kind, TaskId Id) seat);
                if (starts)
                {
                    commit.Start(seat.Kind, seat.Id);
                }

                if (isFenced)
                {
                    // Another worker may claim it before the commit comes.
                    await from.ApplyAsync(new[] { Move.Release(claimed[0].Id, claimed[0].ClaimToken) }, new bool[1], run.Cancellation).ConfigureAwait(false);
                }

                bool isMade = await kinds.SendAsync(commit).ConfigureAwait(false);
                Expect.Equal(!isFenced, isMade, "whether a commit is made whose claims hold, or of which one was given back");
                if (isMade)
                {
                    later.ForEach(unstarted.Add);
                    Expect.True(!starts || commit.Started is [{ Outcome: CommandOutcome.Done }], "a token that no other worker starts is started");
                    Interlocked.Add(ref moved, claimed.Length);
                    Interlocked.Add(ref left, -claimed.Length);
                    continue;
                }

                Expect.Sequence([.. claimed.Select((_, i) => i > 0)], commit.Accepted, "accepted transitions");
                Interlocked.Increment(ref fenced);
                if (starts)
                {
                    unstarted.Add(seat);
                }

                Move[] releases = [.. claimed.Skip(1).Select(static one => Move.Release(one.Id, one.ClaimToken))];
                await from.ApplyAsync(releases, new bool[releases.Length], run.Cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        Expect.True(fenced > 0, "some commits were fenced off");
        await ExpectAllOnceAsync(run, kinds, moved).ConfigureAwait(false);
    }

    private static async Task ExpectAllOnceAsync(ConformanceRun run, CommitRun kinds, int moved)
    {
        List<int> tokens = [];
        long unfinished = 0;
        long succeeded = 0;
        foreach (ProbeContainer kind in kinds.All)
        {
            foreach (TaskState state in new[] { TaskState.Unstarted, TaskState.Waiting })
            {
                TaskPage<ProbeTask, ProbeResult> page = await kind.ListAsync(new TaskQuery(state) { PageSize = Tokens * 3 }, run.Cancellation).ConfigureAwait(false);
                tokens.AddRange(page.Tasks.Select(static task => task.Payload.Number));
            }

            TaskCounts counts = await kind.CountAsync(run.Cancellation).ConfigureAwait(false);
            unfinished += counts.Unstarted + counts.Waiting + counts.Running + counts.Exporting;
            succeeded += counts.Succeeded;
        }

        Expect.Set(Enumerable.Range(0, Tokens), tokens, "tokens in all kinds");
        Expect.Equal(Tokens, unfinished, "unfinished tasks by the counts");
        Expect.Equal(moved, succeeded, "ended tasks by the counts");
    }

    private static NewTask<ProbeTask> Task(int token, bool start) => new(
        TaskId.New(), new ProbeTask(token), new EnqueueOptions { UniqueKey = string.Create(CultureInfo.InvariantCulture, $"token {token}") }, start);

    private static async Task OppositeOrders(ConformanceRun run)
    {
        const int Rounds = 50;
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        List<(ProbeContainer Kind, Claimed Claimed)> held = [];
        foreach (ProbeContainer kind in kinds.All)
        {
            held.Add((kind, await kinds.ClaimAsync(kind).ConfigureAwait(false)));
            held.Add((kind, await kinds.ClaimAsync(kind).ConfigureAwait(false)));
        }

        await Parallels.RunAsync(Workers, async worker =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                TaskCommit commit = new();
                TaskProgress progress = new((double)round / Rounds, null);
                foreach ((ProbeContainer kind, Claimed claimed) in worker % 2 == 0 ? held : Enumerable.Reverse(held))
                {
                    commit.Apply(kind, Move.Report(claimed.Id, claimed.ClaimToken, progress, null));
                    commit.Add(kind, run.New());
                }

                await kinds.MakeAsync(commit).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        foreach (ProbeContainer kind in kinds.All)
        {
            await kinds.ExpectCountsAsync(kind, new TaskCounts { Running = 2, Waiting = 2 * Workers * Rounds }, "a kind").ConfigureAwait(false);
        }
    }
}
