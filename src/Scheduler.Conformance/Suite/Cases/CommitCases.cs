using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Transitions, adds and starts of several kinds in one step.</summary>
internal static class CommitCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("it ends tasks of one kind and adds and starts tasks of others", EndsAddsAndStarts, ContainerTraits.Committing),
        new("it does all three in one kind", OneKind, ContainerTraits.Committing),
        new("a refused transition leaves everything as it is, and is named", RefusedTransition, ContainerTraits.Committing),
        new("a repeated commit is refused", Repeated, ContainerTraits.Committing),
        new("a task that is not Unstarted any more is reported and hinders nothing", NotUnstarted, ContainerTraits.Committing),
        new("the transitions of one task are made in their order", TransitionsInOrder, ContainerTraits.Committing),
        new("a transition after the end of its task is refused", TransitionAfterEnd, ContainerTraits.Committing),
        new("what is given back waits again", GivesBack, ContainerTraits.Committing),
        new("one without parts is made", Empty, ContainerTraits.Committing),
        new("one that is cancelled before changes nothing", Cancelled, ContainerTraits.Committing),
        new("a container of another store is refused", OtherStore, ContainerTraits.Committing | ContainerTraits.Shared),
        new("it wakes those who wait for tasks of the kinds that it adds to, starts in and gives back to", Wakes, ContainerTraits.Committing | ContainerTraits.Wakes),
        new("a refused commit completes no observer", Outcomes, ContainerTraits.Committing | ContainerTraits.Outcomes),
    ];

    private static async Task EndsAddsAndStarts(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed ended = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        Claimed failed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskId unstarted = await kinds.AddAsync(kinds.C, start: false).ConfigureAwait(false);
        NewTask<ProbeTask> next = run.New();
        NewTask<ProbeTask> later = run.New(start: false);

        TaskCommit commit = new();
        commit.Add(kinds.B, next);
        commit.Start(kinds.C, unstarted);
        commit.Apply(kinds.A, CommitRun.Success(ended));
        commit.Add(kinds.B, later);
        commit.Apply(kinds.A, Move.Fail(failed.Id, failed.ClaimToken, ConformanceRun.Oops));
        await kinds.MakeAsync(commit).ConfigureAwait(false);

        Expect.Sequence([true, true], commit.Accepted, "accepted transitions");
        Expect.Sequence([new CommandResult(unstarted, CommandOutcome.Done, TaskState.Waiting)], commit.Started, "results of the starts");
        ProbeRecord succeeded = await kinds.ExpectStateAsync(kinds.A, ended.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(1, "done"), succeeded.Result, "result");
        ProbeRecord failure = await kinds.ExpectStateAsync(kinds.A, failed.Id, TaskState.Failed).ConfigureAwait(false);
        Expect.Equal(ConformanceRun.Oops, failure.Failure, "failure");
        ProbeRecord added = await kinds.ExpectStateAsync(kinds.B, next.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(next.Payload, added.Payload, "payload of the task that was added");
        await kinds.ExpectStateAsync(kinds.B, later.Id, TaskState.Unstarted).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Succeeded = 1, Failed = 1 }, "the ends").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Waiting = 1, Unstarted = 1 }, "the adds").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.C, new TaskCounts { Waiting = 1 }, "the starts").ConfigureAwait(false);
        Expect.Equal(1, (await run.ClaimAsync(kinds.B, run.Request(), 10).ConfigureAwait(false)).Length, "tasks claimed of those that were added");
        Expect.Equal(1, (await run.ClaimAsync(kinds.C, run.Request(), 10).ConfigureAwait(false)).Length, "tasks claimed of those that were started");
    }

    private static async Task OneKind(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed ended = await kinds.ClaimAsync(kinds.B).ConfigureAwait(false);
        TaskId unstarted = await kinds.AddAsync(kinds.B, start: false).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.B, CommitRun.Success(ended));
        commit.Start(kinds.B, unstarted);
        commit.Add(kinds.B, run.New());
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Succeeded = 1, Waiting = 2 }, "the kind").ConfigureAwait(false);
    }

    private static async Task RefusedTransition(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed first = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        Claimed second = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        Claimed other = await kinds.ClaimAsync(kinds.B).ConfigureAwait(false);
        TaskId unstarted = await kinds.AddAsync(kinds.C, start: false).ConfigureAwait(false);
        NewTask<ProbeTask> added = run.New(new EnqueueOptions { UniqueKey = "next" });

        TaskCommit commit = new();
        commit.Apply(kinds.B, CommitRun.Success(other));
        commit.Apply(kinds.A, CommitRun.Stale(first));
        commit.Apply(kinds.A, CommitRun.Success(second));
        commit.Add(kinds.C, added);
        commit.Start(kinds.C, unstarted);
        Expect.True(!await kinds.SendAsync(commit).ConfigureAwait(false), "a commit with a stale transition is refused");

        Expect.Sequence([true, false, true], commit.Accepted, "accepted transitions");
        Expect.Equal(0, commit.Started.Count, "results of starts of a commit that was refused");
        Expect.Equal(null, await kinds.FindAsync(kinds.C, added.Id).ConfigureAwait(false), "the task that was not added");
        await kinds.ExpectStateAsync(kinds.C, unstarted, TaskState.Unstarted).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Running = 2 }, "the kind with the refused transition").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Running = 1 }, "the other kind").ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.C, new TaskCounts { Unstarted = 1 }, "the kind of the add").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, first).ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, second).ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.B, other).ConfigureAwait(false);

        // Neither the id nor the key was taken.
        await kinds.C.AddAsync(new[] { added }, default, run.Cancellation).ConfigureAwait(false);
    }

    private static async Task Repeated(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed ended = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(ended));
        commit.Add(kinds.B, run.New());
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        Expect.True(!await kinds.SendAsync(commit).ConfigureAwait(false), "the second one is refused, although the id of its task is taken too");
        Expect.Sequence([false], commit.Accepted, "accepted transitions");
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Waiting = 1 }, "the adds").ConfigureAwait(false);
    }

    private static async Task NotUnstarted(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        TaskId waiting = await kinds.AddAsync(kinds.B).ConfigureAwait(false);
        TaskId stopped = await kinds.AddAsync(kinds.B).ConfigureAwait(false);
        await kinds.B.ExecuteAsync(TaskCommand.Stop, new[] { stopped }, new CommandResult[1], run.Cancellation).ConfigureAwait(false);
        TaskId gone = TaskId.New();
        TaskId unstarted = await kinds.AddAsync(kinds.B, start: false).ConfigureAwait(false);
        Claimed ended = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);

        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(ended));
        foreach (TaskId id in new[] { waiting, stopped, gone, unstarted, unstarted })
        {
            commit.Start(kinds.B, id);
        }

        await kinds.MakeAsync(commit).ConfigureAwait(false);
        Expect.Sequence(
            [
                new CommandResult(waiting, CommandOutcome.Refused, TaskState.Waiting),
                new CommandResult(stopped, CommandOutcome.Refused, TaskState.Stopped),
                new CommandResult(gone, CommandOutcome.NotFound, TaskState.Deleted),
                new CommandResult(unstarted, CommandOutcome.Done, TaskState.Waiting),
                new CommandResult(unstarted, CommandOutcome.Refused, TaskState.Waiting),
            ],
            commit.Started,
            "results of the starts");
        await kinds.ExpectStateAsync(kinds.A, ended.Id, TaskState.Succeeded).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts { Waiting = 2, Stopped = 1 }, "the starts").ConfigureAwait(false);
    }

    private static async Task TransitionsInOrder(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, Move.Report(claimed.Id, claimed.ClaimToken, new TaskProgress(0.5, "half"), null));
        commit.Apply(kinds.A, Move.Export(claimed.Id, claimed.ClaimToken));
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        Expect.Sequence([true, true, true], commit.Accepted, "accepted transitions");
        await kinds.ExpectStateAsync(kinds.A, claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.A, new TaskCounts { Succeeded = 1 }, "the kind").ConfigureAwait(false);
    }

    private static async Task TransitionAfterEnd(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Apply(kinds.A, Move.Export(claimed.Id, claimed.ClaimToken));
        commit.Add(kinds.B, run.New());
        Expect.True(!await kinds.SendAsync(commit).ConfigureAwait(false), "a commit with a transition after the end is refused");
        Expect.Sequence([true, false], commit.Accepted, "accepted transitions");
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts(), "the adds").ConfigureAwait(false);
    }

    private static async Task GivesBack(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero));
        commit.Add(kinds.B, run.New());
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        Claimed again = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(claimed.Id, again.Id, "the task that was claimed");
        Expect.Equal(2, again.Attempt, "its attempt");
    }

    private static async Task Empty(ConformanceRun run)
    {
        TaskCommit commit = new();
        Expect.True(await run.Store.CommitAsync(commit, run.Cancellation).ConfigureAwait(false), "a commit without parts is made");
        Expect.Equal(0, commit.Accepted.Count + commit.Started.Count, "results");
    }

    private static async Task Cancelled(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(kinds.A, CommitRun.Success(claimed));
        commit.Add(kinds.B, run.New());
        await Expect.ThrowsAsync<OperationCanceledException>(
            async () => await run.Store.CommitAsync(commit, new CancellationToken(canceled: true)).ConfigureAwait(false), "a cancelled commit").ConfigureAwait(false);
        await kinds.ExpectHeldAsync(kinds.A, claimed).ConfigureAwait(false);
        await kinds.ExpectCountsAsync(kinds.B, new TaskCounts(), "the adds").ConfigureAwait(false);
    }

    private static async Task OtherStore(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        TaskCommit commit = new();
        commit.Apply(run.Container, CommitRun.Success(claimed));
        commit.Add(other, run.New());
        await Expect.ThrowsAsync<ArgumentException>(
            async () => await run.Store.CommitAsync(commit, run.Cancellation).ConfigureAwait(false), "a container of another store").ConfigureAwait(false);
        await run.ApplyAsync(CommitRun.Success(claimed)).ConfigureAwait(false);
        Expect.Equal(new TaskCounts { Succeeded = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task Wakes(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed claimed = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        TaskId unstarted = await kinds.AddAsync(kinds.C, start: false).ConfigureAwait(false);
        Task[] waits = [.. kinds.All.Select(kind => kind.WaitForTasksAsync(run.Request(), TimeSpan.FromDays(1), run.Cancellation).AsTask())];
        await run.PauseAsync().ConfigureAwait(false);

        TaskCommit commit = new();
        commit.Apply(kinds.A, Move.Release(claimed.Id, claimed.ClaimToken));
        commit.Add(kinds.B, run.New());
        commit.Start(kinds.C, unstarted);
        await kinds.MakeAsync(commit).ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(false);
    }

    private static async Task Outcomes(ConformanceRun run)
    {
        CommitRun kinds = await CommitRun.OpenAsync(run).ConfigureAwait(false);
        Claimed first = await kinds.ClaimAsync(kinds.A).ConfigureAwait(false);
        Claimed second = await kinds.ClaimAsync(kinds.B).ConfigureAwait(false);
        Task<TaskOutcome<ProbeResult>> outcome = kinds.A.Observe(first.Id)!.WaitAsync(first.Id);
        TaskCommit refused = new();
        refused.Apply(kinds.A, CommitRun.Success(first));
        refused.Apply(kinds.B, CommitRun.Stale(second));
        Expect.True(!await kinds.SendAsync(refused).ConfigureAwait(false), "a commit with a stale transition is refused");
        await run.SettleAsync(outcome).ConfigureAwait(false);
        Expect.True(!outcome.IsCompleted, "an observer is not completed by an end that was not made");

        NewTask<ProbeTask> added = run.New();
        TaskCommit made = new();
        made.Apply(kinds.A, CommitRun.Success(first));
        made.Add(kinds.B, added);
        await kinds.MakeAsync(made).ConfigureAwait(false);
        Expect.Equal(TaskState.Succeeded, (await outcome.ConfigureAwait(false)).State, "the end that was observed");
        Expect.True(kinds.B.Observe(added.Id) is not null, "a task that was added can be observed");
    }
}
