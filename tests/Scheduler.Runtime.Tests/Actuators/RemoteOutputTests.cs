using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>The work is done, and its output is hard to get.</summary>
public sealed class RemoteOutputTests
{
    [Fact]
    public async Task Output_that_fails_once_is_fetched_again_without_doing_the_work_again()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Both, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 2);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.GetOutput, number => number == 1);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await (await lab.Service.JobAsync(1)).SucceedAsync("late");
        await lab.WhenLoggedAsync(18);
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal("late", await handle.Completion.Soon("the result"));
        Assert.Equal(2, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Single(lab.Service.Accepted.Items);
        Assert.Single(await lab.CloseAndReadFinishedAsync());
    }

    [Fact]
    public async Task Output_that_never_comes_fails_the_attempt_and_the_next_one_does_the_work_anew()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 2);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.GetOutput, number => number <= 3);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await (await lab.Service.JobAsync(1)).SucceedAsync("unreachable");
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(50));
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(100));
        RemoteJob second = await lab.Service.JobAsync(2);
        Assert.Equal(2, second.Attempt);
        Assert.Equal(3, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Contains("GetOutput fails", (await lab.GetAsync(handle.Id)).Failure!.Message, StringComparison.Ordinal);

        await second.SucceedAsync("reached");
        Assert.Equal("reached", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Output_that_never_comes_fails_a_task_without_attempts_left()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out RemoteActuator actuator);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.GetOutput, _ => true);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await (await lab.Service.JobAsync(1)).SucceedAsync("unreachable");
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(50));
        await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(100));

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal(TaskState.Failed, outcome.State);
        Assert.Contains("GetOutput fails", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_while_the_output_is_fetched_stops_the_task()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out RemoteActuator actuator);
        actuator.Hook = (call, _, token) => call == RemoteCall.GetOutput ? Task.Delay(Timeout.InfiniteTimeSpan, lab.Clock, token) : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await (await lab.Service.JobAsync(1)).SucceedAsync("unwanted");
        await actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput);
        await lab.Scheduler.StopTaskAsync(handle.Id);

        Assert.Equal(TaskState.Stopped, (await handle.EndAsync()).State);
    }
}
