using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Commits whose adds conflict with other tasks, or find no room.</summary>
internal static class CommitConflictCases
{
    private static readonly EnqueueOptions Keyed = new() { UniqueKey = "order 17" };

    public static IEnumerable<CaseDefinition> All =>
    [
        new("a taken id leaves everything as it is", TakenId, ContainerTraits.Committing),
        new("a taken unique key leaves everything as it is", TakenKey, ContainerTraits.Committing),
        new("conflicts of all kinds are named", SeveralConflicts, ContainerTraits.Committing),
        new("a refused transition is reported and not the conflict beside it", RefusalBeforeConflict, ContainerTraits.Committing),
        new("a task gets the unique key of one that ends in the same commit", KeyOfEnded, ContainerTraits.Committing),
        new("a task that was to end keeps its unique key if another add conflicts", KeyIsKept, ContainerTraits.Committing),
        new("a task that is given back keeps its unique key", KeyOfGivenBack, ContainerTraits.Committing),
        new("a task that is stopped when it is given back leaves its unique key", KeyOfStopped, ContainerTraits.Committing),
        new("without room it throws at once and changes nothing", NoRoom, ContainerTraits.Committing | ContainerTraits.Bounded)
        {
            Setup = new ContainerSetup { Capacity = 2, AddTimeout = TimeSpan.FromDays(1) },
        },
    ];

    private static async Task<DuplicateTaskException> ConflictAsync(CommitRun kinds, TaskCommit commit)
    {
        DuplicateTaskException conflict = await Expect.ThrowsAsync<DuplicateTaskException>(() => kinds.SendAsync(commit), "a commit with a conflict").ConfigureAwait(false);
        Expect.Equal(0, commit.Started.Count, "results of starts of a commit that failed");
        return conflict;
    }

    private static async Task TakenId(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskId there = await kinds.AddAsync(kinds.B).ConfigureAwait(false);
        TaskId unstarted = await kinds.AddAsync(kinds.A, start: false).ConfigureAwait(false);
        NewTask<ProbeTask> free = run.New();

        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Start(kinds.A, unstarted);
        commit.Add(kinds.C, free);
        commit.Add(kinds.B, run.New() with { Id = there });
        DuplicateTaskException conflict = await ConflictAsync(kinds, commit).ConfigureAwait(false);

        Expect.Sequence([new TaskConflict(there, there, null)], conflict.Conflicts, "conflicts");
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Running = 1, Unstarted = 1 }, "the end and the start").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Waiting = 1 }, "the kind of the conflict").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.C, new TaskCounts(), "the other adds").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
        await kinds.C.AddAsync(new[] { free }, default, run.Cancellation).ConfigureAwait(false);
    }

    private static async Task TakenKey(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskId owner = await kinds.AddAsync(kinds.B, Keyed).ConfigureAwait(false);
        NewTask<ProbeTask> next = run.New(Keyed);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Add(kinds.B, next);
        DuplicateTaskException conflict = await ConflictAsync(kinds, commit).ConfigureAwait(false);

        Expect.Sequence([new TaskConflict(next.Id, owner, Keyed.UniqueKey)], conflict.Conflicts, "conflicts");
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Running = 1 }, "the end").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
    }

    private static async Task SeveralConflicts(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        TaskId there = await kinds.AddAsync(kinds.A).ConfigureAwait(false);
        TaskId owner = await kinds.AddAsync(kinds.B, Keyed).ConfigureAwait(false);
        NewTask<ProbeTask> keyed = run.New(Keyed);
        TaskCommit commit = new();
        commit.Add(kinds.A, run.New() with { Id = there });
        commit.Add(kinds.B, keyed);
        commit.Add(kinds.C, run.New(Keyed));
        DuplicateTaskException conflict = await ConflictAsync(kinds, commit).ConfigureAwait(false);
        Expect.Sequence([new TaskConflict(there, there, null), new TaskConflict(keyed.Id, owner, Keyed.UniqueKey)], conflict.Conflicts, "conflicts");
        await kinds.AddAsync(kinds.C, Keyed).ConfigureAwait(false);
    }

    // A scheduler that has lost its claim, and whose successor has added the next task already, must learn that it has lost the claim.
    private static async Task RefusalBeforeConflict(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.C).ConfigureAwait(false);
        await kinds.AddAsync(kinds.A, Keyed).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Add(kinds.A, run.New(Keyed));
        commit.Apply(kinds.C, CommitRun.Stale(claimed));
        Expect.True(!await kinds.SendAsync(commit).ConfigureAwait(false), "the commit is refused");
        Expect.Sequence([false], commit.Accepted, "accepted transitions");
    }

    private static async Task KeyOfEnded(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A, Keyed).ConfigureAwait(false);
        NewTask<ProbeTask> next = run.New(Keyed);
        TaskCommit commit = new();
        commit.Add(kinds.A, next);
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Succeeded = 1, Waiting = 1 }, "the kind").ConfigureAwait(false);
        await ExpectOwnerAsync(kinds, next.Id, "the next task").ConfigureAwait(false);

        Claimed second = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.True(await run.TryApplyAsync(CommitRun.Success(second)).ConfigureAwait(false), "the end of the next task is made");
        await kinds.AddAsync(kinds.A, Keyed).ConfigureAwait(false);
    }

    private static async Task KeyIsKept(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A, Keyed).ConfigureAwait(false);
        TaskId there = await kinds.AddAsync(kinds.B).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Add(kinds.A, run.New(Keyed));
        commit.Add(kinds.B, run.New() with { Id = there });
        DuplicateTaskException conflict = await ConflictAsync(kinds, commit).ConfigureAwait(false);
        Expect.Sequence([new TaskConflict(there, there, null)], conflict.Conflicts, "conflicts");
        await ExpectOwnerAsync(kinds, claimed.Id, "the task that was to end").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
    }

    private static async Task KeyOfGivenBack(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A, Keyed).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, Move.Release(claimed.Id, claimed.ClaimToken));
        commit.Add(kinds.A, run.New(Keyed));
        await ConflictAsync(kinds, commit).ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
    }

    private static async Task KeyOfStopped(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A, Keyed).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id).ConfigureAwait(false);
        NewTask<ProbeTask> next = run.New(Keyed);
        TaskCommit commit = new();
        commit.Apply(kinds.A, Move.Release(claimed.Id, claimed.ClaimToken));
        commit.Add(kinds.A, next);
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Stopped = 1, Waiting = 1 }, "the kind").ConfigureAwait(false);
        await ExpectOwnerAsync(kinds, next.Id, "the next task").ConfigureAwait(false);
    }

    private static async Task NoRoom(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        await kinds.AddAsync(kinds.B).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Add(kinds.C, run.New(Keyed));
        commit.Add(kinds.B, run.New(Keyed));
        commit.Add(kinds.B, run.New());
        TaskQueueFullException full = await Expect.ThrowsAsync<TaskQueueFullException>(() => kinds.SendAsync(commit), "a commit without room").ConfigureAwait(false);

        Expect.Equal(2, full.Count, "tasks without room");
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Waiting = 1 }, "the full kind").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.C, new TaskCounts(), "the kind with room").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
        await kinds.AddAsync(kinds.B, Keyed).ConfigureAwait(false);
        await kinds.AddAsync(kinds.C, Keyed).ConfigureAwait(false);
    }

    private static async Task ExpectOwnerAsync(CommitRun kinds, TaskId owner, string what)
    {
        DuplicateTaskException conflict = await Expect.ThrowsAsync<DuplicateTaskException>(() => kinds.AddAsync(kinds.A, Keyed), "adding a taken key").ConfigureAwait(false);
        Expect.Equal(owner, conflict.Conflicts[0].ExistingId, $"the owner of the key, which is {what}");
    }
}
