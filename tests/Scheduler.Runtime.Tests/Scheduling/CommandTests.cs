using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class CommandTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_record_tells_what_a_task_is_doing(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        DateTimeOffset now = bench.Time.GetUtcNow();
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync("payload");
        TaskRecord<string, string> running = await bench.GetAsync(handle.Id);
        Assert.Equal(TaskState.Running, running.State);
        Assert.Equal("payload", running.Payload);
        Assert.Equal(bench.Scheduler.Claimant, running.Owner);
        Assert.Equal(now + Bench.Lease, running.LeaseUntil);
        Assert.Equal(run.Context.ClaimToken, running.ClaimToken);
        Assert.Equal(now, running.StartedAt);

        run.Return("result");
        await bench.OutcomeOf(handle);
        TaskRecord<string, string> finished = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Succeeded, "result", now), (finished.State, finished.Result, finished.FinishedAt));
        Assert.Null(finished.Owner);
        Assert.Null(await bench.FindAsync(TaskId.New()));
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Tasks_are_counted_and_listed_by_state(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> succeeded, WorkRun run) = await bench.RunOneAsync("succeeded");
        run.Return();
        await bench.OutcomeOf(succeeded);
        (TaskHandle<string> failed, run) = await bench.RunOneAsync("failed");
        run.Throw(new InvalidOperationException());
        await bench.OutcomeOf(failed);
        (TaskHandle<string> running, WorkRun _) = await bench.RunOneAsync("running");
        TaskHandle<string> unstarted = await bench.CreateAsync("unstarted");
        TaskHandle<string> stopped = await bench.EnqueueAsync("stopped");
        await bench.StopAsync(stopped.Id);
        await bench.EnqueueManyAsync(["w1", "w2", "w3"]);

        TaskCounts expected = new() { Unstarted = 1, Waiting = 3, Running = 1, Succeeded = 1, Failed = 1, Stopped = 1 };
        Assert.Equal(expected, await bench.CountAsync());
        Assert.Equal(5, expected.Unfinished);
        foreach ((TaskState state, TaskId id) in new[]
        {
            (TaskState.Succeeded, succeeded.Id), (TaskState.Failed, failed.Id), (TaskState.Running, running.Id),
            (TaskState.Unstarted, unstarted.Id), (TaskState.Stopped, stopped.Id),
        })
        {
            Assert.Equal(id, Assert.Single((await bench.ListAsync(new TaskQuery(state))).Tasks).Id);
        }

        TaskPage<string, string> first = await bench.ListAsync(new TaskQuery(TaskState.Waiting, pageSize: 2));
        TaskPage<string, string> second = await bench.ListAsync(new TaskQuery(TaskState.Waiting, pageSize: 2, first.NextCursor));
        Assert.Equal(["w1", "w2", "w3"], first.Tasks.Concat(second.Tasks).Select(task => task.Payload));
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_finished_task_can_be_deleted_and_a_running_or_waiting_one_cannot(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        TaskHandle<string> waiting = await bench.EnqueueAsync();
        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Refused, TaskState.Running), await bench.DeleteAsync(handle.Id));
        Assert.Equal(
            new CommandResult(waiting.Id, CommandOutcome.Refused, TaskState.Waiting), await bench.DeleteAsync(waiting.Id));
        run.Return();
        await bench.OutcomeOf(handle);
        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Done, TaskState.Deleted), await bench.DeleteAsync(handle.Id));
        Assert.Equal(
            new CommandResult(handle.Id, CommandOutcome.NotFound, TaskState.Deleted), await bench.DeleteAsync(handle.Id));
        Assert.Null(await bench.FindAsync(handle.Id));
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_restarted_task_runs_as_if_it_were_new_and_its_handle_awaits_the_new_run(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Assert.Equal(CommandOutcome.Refused, (await bench.RestartAsync(handle.Id)).Outcome);
        run.Throw(new InvalidOperationException("first life"));
        Assert.Equal(TaskState.Failed, (await bench.OutcomeOf(handle)).State);

        Assert.Equal(CommandOutcome.Done, (await bench.RestartAsync(handle.Id)).Outcome);

        WorkRun again = await bench.Work.NextAsync();
        Assert.Equal(1, again.Context.Attempt);
        Assert.NotEqual(run.Context.ClaimToken, again.Context.ClaimToken);
        Assert.Null((await bench.GetAsync(handle.Id)).Failure);
        again.Return("second life");
        Assert.Equal("second life", (await bench.OutcomeOf(handle)).Result);
    }

    [Fact]
    public async Task A_command_for_many_tasks_answers_for_each_in_their_order()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> running, WorkRun _) = await bench.RunOneAsync();
        TaskHandle<string> waiting = await bench.EnqueueAsync();
        TaskId unknown = TaskId.New();
        IReadOnlyList<CommandResult> results =
            await bench.Scheduler.TryExecuteAsync(TaskCommand.Stop, [unknown, running.Id, waiting.Id], CancellationToken.None).Soon();
        Assert.Equal(
            [
                new CommandResult(unknown, CommandOutcome.NotFound, TaskState.Deleted),
                new CommandResult(running.Id, CommandOutcome.Done, TaskState.Stopped),
                new CommandResult(waiting.Id, CommandOutcome.Done, TaskState.Stopped),
            ],
            results);
    }
}
