using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class CommandCases
{
    private static readonly TaskState[] States =
    [
        TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting,
        TaskState.Succeeded, TaskState.Failed, TaskState.Stopped,
    ];

    public static IEnumerable<CaseDefinition> All =>
    [
        new("start, restart and delete are allowed where the state machine allows them", StateMachine),
        new("a refused command changes nothing", RefusedChangesNothing),
        new("a command for a task that is not there says so", NotFound),
        new("a command is carried out for each task on its own", EachOnItsOwn),
        new("an empty batch does nothing", EmptyBatch),
        new("a restart begins a new life", Restart),
        new("a restarted task can be brought to any end again", RestartAgain),
        new("a deleted task is gone and its id is free", Delete),
    ];

    private static async Task StateMachine(ConformanceRun run)
    {
        foreach (TaskCommand command in new[] { TaskCommand.Start, TaskCommand.Restart, TaskCommand.Delete })
        {
            foreach (TaskState from in States)
            {
                TaskId id = await BringToAsync(run, from).ConfigureAwait(false);
                bool allowed = TaskStateMachine.TryMove(from, command, out TaskState to);
                CommandResult expected = new(id, allowed ? CommandOutcome.Done : CommandOutcome.Refused, allowed ? to : from);
                Expect.Equal(expected, await run.ExecuteAsync(command, id).ConfigureAwait(false), $"the answer to {command} of a task in {from}");
                TaskState? actual = (await run.FindAsync(id).ConfigureAwait(false))?.State;
                Expect.Equal(allowed && to == TaskState.Deleted ? null : expected.State, actual, $"the state after {command} of a task in {from}");
                await run.ExecuteAsync(TaskCommand.Stop, id).ConfigureAwait(false);
            }
        }
    }

    private static async Task RefusedChangesNothing(ConformanceRun run)
    {
        foreach (TaskState state in States)
        {
            TaskId id = await BringToAsync(run, state).ConfigureAwait(false);
            ProbeRecord before = await run.GetAsync(id).ConfigureAwait(false);
            foreach (TaskCommand command in new[] { TaskCommand.Start, TaskCommand.Stop, TaskCommand.Restart, TaskCommand.Delete })
            {
                if (!TaskStateMachine.TryMove(state, command, out _))
                {
                    await run.ExecuteAsync(command, id, CommandOutcome.Refused, state).ConfigureAwait(false);
                }
            }

            Expect.Equal(before, await run.GetAsync(id).ConfigureAwait(false), "the task after refused commands");
            await run.ExecuteAsync(TaskCommand.Stop, id).ConfigureAwait(false);
        }
    }

    private static async Task NotFound(ConformanceRun run)
    {
        foreach (TaskCommand command in new[] { TaskCommand.Start, TaskCommand.Stop, TaskCommand.Restart, TaskCommand.Delete })
        {
            await run.ExecuteAsync(command, TaskId.New(), CommandOutcome.NotFound, TaskState.Deleted).ConfigureAwait(false);
        }
    }

    private static async Task EachOnItsOwn(ConformanceRun run)
    {
        TaskId running = await BringToAsync(run, TaskState.Running).ConfigureAwait(false);
        TaskId waiting = await run.AddOneAsync().ConfigureAwait(false);
        TaskId unstarted = await run.AddOneAsync(start: false).ConfigureAwait(false);
        TaskId unknown = TaskId.New();
        CommandResult[] results = new CommandResult[4];
        await run.Container.ExecuteAsync(
            TaskCommand.Stop, new[] { unstarted, waiting, unknown, running }, results, run.Cancellation).ConfigureAwait(false);
        Expect.Sequence(
            [
                new(unstarted, CommandOutcome.Refused, TaskState.Unstarted),
                new(waiting, CommandOutcome.Done, TaskState.Stopped),
                new(unknown, CommandOutcome.NotFound, TaskState.Deleted),
                new(running, CommandOutcome.Requested, TaskState.Running),
            ],
            results,
            "the answers to a stop of four tasks");
    }

    private static Task EmptyBatch(ConformanceRun run) =>
        run.Container.ExecuteAsync(TaskCommand.Stop, default, default, run.Cancellation).AsTask();

    private static async Task Restart(ConformanceRun run)
    {
        Claimed first = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(first.Id, first.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Claimed second = await run.ClaimOneAsync().ConfigureAwait(false);
        (TaskId id, long token) = (second.Id, second.ClaimToken);
        await run.ApplyAsync(Move.Report(id, token, new TaskProgress(0.5), new TaskRunHandle("box", token))).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(id, token, new ProbeResult(1))).ConfigureAwait(false);

        await run.ExecuteAsync(TaskCommand.Restart, id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(0, record.Attempt, "attempts after the restart");
        Expect.Equal(0, record.Losses, "losses after the restart");
        Expect.Equal(null, record.Failure, "failure after the restart");
        Expect.Equal(null, record.Result, "result after the restart");
        Expect.Equal(null, record.Progress, "progress after the restart");
        Expect.Equal(null, record.Handle, "handle after the restart");
        Expect.Equal(null, record.FinishedAt, "end after the restart");
        Claimed again = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(1, again.Attempt, "attempt after the restart");
        Expect.Equal(first.Payload, again.Payload, "payload");
        Expect.Equal(null, again.Handle, "handle of the first claim after the restart");
    }

    private static async Task RestartAgain(ConformanceRun run)
    {
        TaskId id = await BringToAsync(run, TaskState.Succeeded).ConfigureAwait(false);
        foreach (TaskState end in new[] { TaskState.Failed, TaskState.Stopped, TaskState.Succeeded })
        {
            await run.ExecuteAsync(TaskCommand.Restart, id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
            await BringOnAsync(run, end).ConfigureAwait(false);
            await run.ExpectStateAsync(id, end).ConfigureAwait(false);
        }

        Expect.Equal(new TaskCounts { Succeeded = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task Delete(ConformanceRun run)
    {
        TaskId id = await BringToAsync(run, TaskState.Succeeded).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Delete, id, CommandOutcome.Done, TaskState.Deleted).ConfigureAwait(false);
        Expect.Equal(null, await run.FindAsync(id).ConfigureAwait(false), "the deleted task");
        await run.ExecuteAsync(TaskCommand.Delete, id, CommandOutcome.NotFound, TaskState.Deleted).ConfigureAwait(false);
        Expect.Equal(new TaskCounts(), await run.CountAsync().ConfigureAwait(false), "counts");
        await run.AddAsync(run.New() with { Id = id }).ConfigureAwait(false);
        Expect.Equal(id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task added under the freed id");
    }

    private static async Task<TaskId> BringToAsync(ConformanceRun run, TaskState state)
    {
        TaskId id = await run.AddOneAsync(start: state != TaskState.Unstarted).ConfigureAwait(false);
        if (state is not (TaskState.Unstarted or TaskState.Waiting))
        {
            await BringOnAsync(run, state).ConfigureAwait(false);
        }

        await run.ExpectStateAsync(id, state).ConfigureAwait(false);
        return id;
    }

    private static async Task BringOnAsync(ConformanceRun run, TaskState state)
    {
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        (TaskId id, long token) = (claimed.Id, claimed.ClaimToken);
        Move? move = state switch
        {
            TaskState.Exporting => Move.Export(id, token),
            TaskState.Succeeded => Move.Succeed(id, token, new ProbeResult(1)),
            TaskState.Failed => Move.Fail(id, token, ConformanceRun.Oops),
            TaskState.Stopped => Move.Stop(id, token),
            _ => null,
        };
        if (move is { } wanted)
        {
            await run.ApplyAsync(wanted).ConfigureAwait(false);
        }
    }
}
