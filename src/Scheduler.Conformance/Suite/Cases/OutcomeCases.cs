using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class OutcomeCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("an add gives each task an object that learns of its end", EachTask),
        new("it learns of a success and its result", Success),
        new("it learns of a failure and its reason", Failure),
        new("it learns of a stop by the scheduler that runs the task", StopMove),
        new("it learns of a stop of the waiting task", StopCommand),
        new("it learns of a stop by a retry", StopByRetry),
        new("it learns of a task that was lost too often", Lost, ContainerTraits.Clock),
        new("it learns of a deletion", Deletion),
        new("it does not end with a retry, a deferral or a release", StillPending),
        new("a task that is there can be observed", Observe),
        new("a task that has ended can be observed", ObserveFinished),
        new("a task that is not there cannot be observed", ObserveUnknown),
        new("a restarted task has a new end", Restarted),
        new("whoever learns of the end may call the container", CallsBack),
        new("a refused batch gives no objects that pend for ever", RefusedBatch),
    }.Select(c => c with { Needs = c.Needs | ContainerTraits.Outcomes });

    private static async Task<(TaskId Id, Task<TaskOutcome<ProbeResult>> Outcome)> AddAsync(ConformanceRun run, bool start = true)
    {
        NewTask<ProbeTask> task = run.New(start: start);
        ITaskOutcomeSource<ProbeResult>?[] sources = new ITaskOutcomeSource<ProbeResult>?[1];
        await run.Container.AddAsync(new[] { task }, sources, run.Cancellation).ConfigureAwait(false);
        return (task.Id, Of(sources[0], task.Id));
    }

    private static Task<TaskOutcome<ProbeResult>> Of(ITaskOutcomeSource<ProbeResult>? source, TaskId id)
    {
        Expect.True(source is not null, "there is an object that learns of the task's end");
        return source!.WaitAsync(id);
    }

    private static async Task EachTask(ConformanceRun run)
    {
        NewTask<ProbeTask>[] tasks = [run.New(), run.New(), run.New()];
        ITaskOutcomeSource<ProbeResult>?[] sources = new ITaskOutcomeSource<ProbeResult>?[tasks.Length];
        await run.Container.AddAsync(tasks, sources, run.Cancellation).ConfigureAwait(false);
        Dictionary<TaskId, Task<TaskOutcome<ProbeResult>>> outcomes =
            tasks.Zip(sources).ToDictionary(pair => pair.First.Id, pair => Of(pair.Second, pair.First.Id));
        foreach (Claimed claimed in await run.ClaimAsync().ConfigureAwait(false))
        {
            Expect.True(!outcomes[claimed.Id].IsCompleted, "the outcome pends while the task runs");
            await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(claimed.Payload.Number))).ConfigureAwait(false);
            TaskOutcome<ProbeResult> outcome = await outcomes[claimed.Id].ConfigureAwait(false);
            Expect.Equal(claimed.Payload.Number, outcome.Result?.Number, "the result of the task itself");
        }
    }

    private static Task Success(ConformanceRun run) => EndsWith(
        run, c => Move.Succeed(c.Id, c.ClaimToken, new ProbeResult(7, "x")), new(TaskState.Succeeded, new ProbeResult(7, "x"), null));

    private static Task Failure(ConformanceRun run) => EndsWith(
        run, c => Move.Fail(c.Id, c.ClaimToken, ConformanceRun.Oops), new(TaskState.Failed, null, ConformanceRun.Oops));

    private static Task StopMove(ConformanceRun run) => EndsWith(
        run, c => Move.Stop(c.Id, c.ClaimToken), new(TaskState.Stopped, null, null));

    private static async Task EndsWith(ConformanceRun run, Func<Claimed, Move> make, TaskOutcome<ProbeResult> expected)
    {
        (_, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(make(claimed)).ConfigureAwait(false);
        Expect.Equal(expected, await outcome.ConfigureAwait(false), "outcome");
    }

    private static async Task StopCommand(ConformanceRun run)
    {
        (TaskId id, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id).ConfigureAwait(false);
        Expect.Equal(TaskState.Stopped, (await outcome.ConfigureAwait(false)).State, "the state of the outcome");
    }

    private static async Task StopByRetry(ConformanceRun run)
    {
        (TaskId id, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id).ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Expect.Equal(TaskState.Stopped, (await outcome.ConfigureAwait(false)).State, "the state of the outcome");
    }

    private static async Task Lost(ConformanceRun run)
    {
        (_, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        await run.RescueAsync(maxLosses: 0).ConfigureAwait(false);
        TaskOutcome<ProbeResult> ended = await outcome.ConfigureAwait(false);
        Expect.Equal(TaskState.Failed, ended.State, "the state of the outcome");
        Expect.Equal(TaskFailureReason.Lost, ended.Failure?.Reason, "the reason of the failure");
    }

    private static async Task Deletion(ConformanceRun run)
    {
        (TaskId id, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run, start: false).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Delete, id).ConfigureAwait(false);
        Expect.Equal(TaskState.Deleted, (await outcome.ConfigureAwait(false)).State, "the state of the outcome");
    }

    private static async Task StillPending(ConformanceRun run)
    {
        (_, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);
        Func<Claimed, Move>[] moves =
        [
            c => Move.Retry(c.Id, c.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero),
            c => Move.Defer(c.Id, c.ClaimToken, TimeSpan.Zero),
            c => Move.Release(c.Id, c.ClaimToken),
        ];
        foreach (Func<Claimed, Move> make in moves)
        {
            await run.ApplyAsync(make(await run.ClaimOneAsync().ConfigureAwait(false))).ConfigureAwait(false);
            Expect.True(!outcome.IsCompleted, "the outcome pends while the task waits to run again");
        }

        Claimed last = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(last.Id, last.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        Expect.Equal(new(TaskState.Succeeded, new ProbeResult(1), null), await outcome.ConfigureAwait(false), "outcome");
    }

    private static async Task Observe(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync().ConfigureAwait(false);
        Task<TaskOutcome<ProbeResult>> outcome = Of(run.Container.Observe(id), id);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        Task<TaskOutcome<ProbeResult>> second = Of(run.Container.Observe(id), id);
        await run.ApplyAsync(Move.Succeed(id, claimed.ClaimToken, new ProbeResult(3))).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(3), (await outcome.ConfigureAwait(false)).Result, "result, observed while waiting");
        Expect.Equal(new ProbeResult(3), (await second.ConfigureAwait(false)).Result, "result, observed while running");
    }

    private static async Task ObserveFinished(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        TaskOutcome<ProbeResult> outcome = await Of(run.Container.Observe(claimed.Id), claimed.Id).ConfigureAwait(false);
        Expect.Equal(new(TaskState.Failed, null, ConformanceRun.Oops), outcome, "outcome");
    }

    private static Task ObserveUnknown(ConformanceRun run)
    {
        Expect.Equal(null, run.Container.Observe(TaskId.New()), "what observes a task that is not there");
        return Task.CompletedTask;
    }

    private static async Task Restarted(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id).ConfigureAwait(false);
        Task<TaskOutcome<ProbeResult>> outcome = Of(run.Container.Observe(claimed.Id), claimed.Id);
        Expect.True(!outcome.IsCompleted, "the outcome pends after the restart");
        Claimed again = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(again.Id, again.ClaimToken, new ProbeResult(2))).ConfigureAwait(false);
        Expect.Equal(new(TaskState.Succeeded, new ProbeResult(2), null), await outcome.ConfigureAwait(false), "outcome");
    }

    private static async Task CallsBack(ConformanceRun run)
    {
        (_, Task<TaskOutcome<ProbeResult>> outcome) = await AddAsync(run).ConfigureAwait(false);

        // Blocks its thread and needs another one to get through: it hangs if it is run under the container's lock.
        Task<TaskCounts> callback = outcome.ContinueWith(
            _ => Task.Run(run.CountAsync).GetAwaiter().GetResult(),
            run.Cancellation, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
        Expect.Equal(1L, (await callback.ConfigureAwait(false)).Succeeded, "succeeded tasks, as seen by who learns of the end");
    }

    private static async Task RefusedBatch(ConformanceRun run)
    {
        TaskId taken = await run.AddOneAsync().ConfigureAwait(false);
        NewTask<ProbeTask> fresh = run.New();
        await Expect.ThrowsAsync<DuplicateTaskException>(
            () => run.AddAsync(fresh, run.New() with { Id = taken }), "adding an id twice").ConfigureAwait(false);
        Expect.Equal(null, run.Container.Observe(fresh.Id), "what observes a task of the refused batch");
    }
}
