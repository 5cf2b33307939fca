using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>A timeout counts from the start of the run, however the run is followed and whatever hangs.</summary>
public sealed class RemoteTimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData(StatusUpdates.Polling)]
    [InlineData(StatusUpdates.Callback)]
    [InlineData(StatusUpdates.Both)]
    public async Task Timeout_stops_the_job_and_fails_the_attempt(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator actuator, setup => setup.Options.Timeout = Limit);
        TaskHandle<string> handle = await lab.EnqueueAsync("long");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.Clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.Empty(actuator.Stops.Items);
        lab.Clock.Advance(TimeSpan.FromMilliseconds(1));

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal((TaskState.Failed, TaskFailureReason.Timeout), (outcome.State, outcome.Failure!.Reason));
        Assert.Equal(RemoteJobState.Stopped, job.State);
        Assert.Equal(job.Handle, Assert.Single(actuator.Stops.Items).Handle);
    }

    [Fact]
    public async Task Timeout_of_the_task_itself_goes_before_that_of_its_scheduler()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out _, setup => setup.Options.Timeout = TimeSpan.FromDays(1));
        TaskHandle<string> handle = await lab.EnqueueAsync("long", new EnqueueOptions { Timeout = Limit });
        await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.Clock.Advance(Limit);

        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
    }

    [Theory]
    [InlineData(StatusUpdates.Polling)]
    [InlineData(StatusUpdates.Callback)]
    public async Task Start_that_answers_after_its_timeout_has_its_work_stopped(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            updates, out RemoteActuator actuator, setup => (setup.Options.Timeout, setup.Options.MaxAttempts) = (Limit, 2));
        TaskCompletionSource answer = new();
        actuator.Hook = RemoteCommands.Hold(RemoteCall.Started, answer.Task);
        TaskHandle<string> handle = await lab.EnqueueAsync("hang");
        RemoteJob hung = await lab.Service.JobAsync(1);
        lab.Clock.Advance(Limit);

        // The next attempt begins although the first one still hangs.
        RemoteJob next = await lab.Service.JobAsync(2);
        Assert.Equal((2, RemoteJobState.Running), (next.Attempt, hung.State));
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        answer.SetResult();
        Assert.Equal(hung.Handle, await lab.Service.StopsAsked.WhenCountAsync(1));
        Assert.Equal(RemoteJobState.Running, next.State);

        await next.SucceedAsync("second");
        await lab.LearnAsync(updates);
        Assert.Equal("second", await handle.Completion.Soon("the result"));
        Assert.DoesNotContain(next.Handle, lab.Service.StopsAsked.Items);
    }

    [Fact]
    public async Task Start_that_hangs_is_reported_as_overdue_until_it_answers()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out RemoteActuator actuator, setup =>
            {
                // One slot: the next run proves that the one before has given it back.
                setup.Options.Concurrency = 1;
                setup.Options.Timeout = Limit;
            });
        TaskCompletionSource answer = new();
        actuator.Hook = RemoteCommands.Hold(RemoteCall.Start, answer.Task);
        TaskHandle<string> handle = await lab.EnqueueAsync("hang");
        await actuator.Calls.WhenAsync(call => call == RemoteCall.Start);
        lab.Clock.Advance(Limit);

        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
        await lab.Clock.RunUntilAsync(lab.WhenLoggedAsync(9), RemoteLab.StatusInterval, "the report");
        await lab.PollAsync();
        Assert.Equal(1, lab.Logs.CountOf(9));
        Assert.Equal((1, 1), (lab.Scheduler.GetStatus().Running, lab.Scheduler.GetStatus().Overdue));

        answer.SetResult();
        await lab.Service.StopsAsked.WhenCountAsync(1);
        TaskHandle<string> next = await lab.EnqueueAsync("next");
        await lab.View.WhenHandleIsStoredAsync(next.Id);
        Assert.Equal((1, 0), (lab.Scheduler.GetStatus().Running, lab.Scheduler.GetStatus().Overdue));
    }

    [Fact]
    public async Task Timeout_reaches_a_run_whose_output_does_not_come()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out RemoteActuator actuator, setup => setup.Options.Timeout = Limit);
        actuator.Hook = (call, _, token) => call == RemoteCall.GetOutput ? Task.Delay(Timeout.InfiniteTimeSpan, lab.Clock, token) : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("silent");
        await (await lab.Service.JobAsync(1)).SucceedAsync("never heard");
        await actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput);
        lab.Clock.Advance(Limit);

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal((TaskState.Failed, TaskFailureReason.Timeout), (outcome.State, outcome.Failure!.Reason));
    }

    [Fact]
    public async Task Stop_that_the_actuator_does_not_answer_holds_the_failure_up_no_longer_than_the_stop_timeout()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out RemoteActuator actuator, setup => setup.Options.Timeout = Limit);
        TaskCompletionSource never = new();
        actuator.Hook = RemoteCommands.Hold(RemoteCall.Stop, never.Task);
        TaskHandle<string> handle = await lab.EnqueueAsync("stubborn");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.Clock.Advance(Limit);
        await actuator.Stops.WhenCountAsync(1);
        await lab.Clock.WhenSetAsync(RemoteLab.StopTimeout);
        lab.Clock.Advance(RemoteLab.StopTimeout);

        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
        Assert.Equal(1, lab.Logs.CountOf(10));
    }

    [Fact]
    public async Task Stop_that_throws_is_logged_and_the_attempt_fails_all_the_same()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out RemoteActuator actuator, setup => setup.Options.Timeout = Limit);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.Stop, _ => true);
        TaskHandle<string> handle = await lab.EnqueueAsync("stubborn");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.Clock.Advance(Limit);

        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
        Assert.Equal(1, lab.Logs.CountOf(10));
    }
}
