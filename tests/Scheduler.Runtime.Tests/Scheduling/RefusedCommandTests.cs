using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>A command that is not followed throws; its Try form answers.</summary>
public sealed class RefusedCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_command_that_the_state_does_not_allow_throws_with_what_is_allowed(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, static (_, options) => options.Concurrency = 1);
        (TaskHandle<string> running, WorkRun run) = await bench.RunOneAsync();
        TaskHandle<string> waiting = await bench.EnqueueAsync();
        TaskHandle<string> unstarted = await bench.CreateAsync();
        Scheduler<string, string> scheduler = bench.Scheduler;

        await ExpectAsync(TaskCommand.Delete, TaskState.Running, "StopAsync", scheduler.DeleteAsync(running.Id, Cancellation));
        await ExpectAsync(TaskCommand.Delete, TaskState.Waiting, "StopAsync", scheduler.DeleteAsync(waiting.Id, Cancellation));
        await ExpectAsync(TaskCommand.Restart, TaskState.Running, "StopAsync", scheduler.RestartAsync(running.Id, Cancellation));
        await ExpectAsync(TaskCommand.Start, TaskState.Waiting, "StopAsync", scheduler.StartAsync(waiting.Id, Cancellation));
        await ExpectAsync(TaskCommand.Stop, TaskState.Unstarted, "StartAsync or DeleteAsync", scheduler.StopAsync(unstarted.Id, Cancellation));
        Assert.Equal(new TaskCounts { Running = 1, Waiting = 1, Unstarted = 1 }, await bench.CountAsync());

        Assert.Equal(CommandOutcome.Refused, (await scheduler.TryDeleteAsync(running.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.Refused, (await scheduler.TryRestartAsync(running.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.Refused, (await scheduler.TryStartAsync(waiting.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.Refused, (await scheduler.TryStopAsync(unstarted.Id, Cancellation).Soon()).Outcome);

        Assert.Equal(CommandOutcome.Done, (await scheduler.StopAsync(waiting.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.Done, (await scheduler.DeleteAsync(waiting.Id, Cancellation).Soon()).Outcome);
        run.Return();
        await bench.OutcomeOf(running);
        Assert.Equal(CommandOutcome.Done, (await scheduler.StartAsync(unstarted.Id, Cancellation).Soon()).Outcome);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task What_a_command_asks_for_may_be_so_already(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
        Assert.Equal(
            new CommandResult(handle.Id, CommandOutcome.Refused, TaskState.Succeeded), await bench.Scheduler.StopAsync(handle.Id, Cancellation).Soon());
        Assert.Equal(CommandOutcome.Done, (await bench.Scheduler.DeleteAsync(handle.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.NotFound, (await bench.Scheduler.DeleteAsync(handle.Id, Cancellation).Soon()).Outcome);
        Assert.Equal(CommandOutcome.NotFound, (await bench.Scheduler.StopAsync(handle.Id, Cancellation).Soon()).Outcome);
        await bench.Scheduler.RestartAsync(handle.Id, Cancellation).AsTask().SoonThrows<TaskNotFoundException>();
        await bench.Scheduler.StartAsync(handle.Id, Cancellation).AsTask().SoonThrows<TaskNotFoundException>();
        Assert.Equal(CommandOutcome.NotFound, (await bench.Scheduler.TryRestartAsync(handle.Id, Cancellation).Soon()).Outcome);
    }

    [Fact]
    public async Task A_restart_whose_unique_key_is_taken_throws()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.Concurrency = 1);
        EnqueueOptions options = new() { UniqueKey = "key" };
        (TaskHandle<string> first, WorkRun run) = await bench.RunOneAsync("first", options);
        run.Return();
        await bench.OutcomeOf(first);
        await bench.RunOneAsync("second", options);
        CommandRefusedException refused = await bench.Scheduler.RestartAsync(first.Id, Cancellation).AsTask().SoonThrows<CommandRefusedException>();
        Assert.Equal(CommandOutcome.Conflict, Assert.Single(refused.Refused).Outcome);
        Assert.Contains("unique key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(CommandOutcome.Conflict, (await bench.Scheduler.TryRestartAsync(first.Id, Cancellation).Soon()).Outcome);
    }

    [Fact]
    public async Task A_command_for_many_does_what_it_can_and_then_names_those_that_were_refused()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.Concurrency = 1);
        (TaskHandle<string> running, WorkRun _) = await bench.RunOneAsync();
        TaskHandle<string> waiting = await bench.EnqueueAsync();
        TaskHandle<string> unstarted = await bench.CreateAsync();
        TaskId unknown = TaskId.New();
        TaskId[] ids = [running.Id, unstarted.Id, waiting.Id, unknown];
        CommandRefusedException refused =
            await bench.Scheduler.ExecuteAsync(TaskCommand.Delete, ids, Cancellation).AsTask().SoonThrows<CommandRefusedException>();
        Assert.Equal([running.Id, waiting.Id], refused.Refused.Select(result => result.Id));
        Assert.Contains("1 more", refused.Message, StringComparison.Ordinal);
        Assert.Null(await bench.FindAsync(unstarted.Id));

        IReadOnlyList<CommandResult> stopped = await bench.Scheduler.ExecuteAsync(TaskCommand.Stop, [unknown, waiting.Id], Cancellation).Soon();
        Assert.Equal([CommandOutcome.NotFound, CommandOutcome.Done], stopped.Select(result => result.Outcome));
    }

    private static async Task ExpectAsync(TaskCommand command, TaskState state, string allowed, ValueTask<CommandResult> call)
    {
        CommandRefusedException refused = await call.AsTask().SoonThrows<CommandRefusedException>();
        Assert.Equal((command, state), (refused.Command, Assert.Single(refused.Refused).State));
        Assert.StartsWith($"tests.work: {command} was refused for task ", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"it is {state}. ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($"there is {allowed}.", refused.Message, StringComparison.Ordinal);
    }
}
