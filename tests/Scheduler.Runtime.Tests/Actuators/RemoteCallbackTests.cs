using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>Callbacks come too early, twice, late, or stop coming.</summary>
public sealed class RemoteCallbackTests
{
    [Theory]
    [InlineData(StatusUpdates.Callback)]
    [InlineData(StatusUpdates.Both)]
    public async Task Callback_that_overtakes_the_answer_of_the_start_is_applied(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator actuator);
        TaskCompletionSource answer = new();
        actuator.Hook = RemoteCommands.Hold(RemoteCall.Started, answer.Task);
        TaskHandle<string> handle = await lab.EnqueueAsync("fast");
        RemoteJob job = await lab.Service.JobAsync(1);
        await job.SucceedAsync("overtook");

        // The next callback is for nobody, and its log message says that the first one has been read.
        lab.Service.CallBack(new TaskCallback(TaskId.New(), 1, TaskRunStatus.Succeeded));
        await lab.WhenLoggedAsync(14);
        Assert.Equal(0, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Equal(TaskState.Running, (await lab.GetAsync(handle.Id)).State);

        answer.SetResult();
        Assert.Equal("overtook", await handle.Completion.Soon("the result"));
        Assert.Equal(1, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Single(await lab.CloseAndReadFinishedAsync());
        Assert.Equal([TaskEvent.Report, TaskEvent.Succeed], lab.View.AcceptedEvents);
    }

    [Fact]
    public async Task Slot_is_used_again_after_a_callback_overtook()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Callback, out _, setup => setup.Options.Concurrency = 1);
        lab.Service.AnswersAtOnce = "ok";
        for (int i = 0; i < 20; i++)
        {
            TaskHandle<string> handle = await lab.EnqueueAsync($"task {i}");
            Assert.Equal("ok", await handle.Completion.Soon("the result"));
        }

        Assert.Equal(20, (await lab.CloseAndReadFinishedAsync()).Count);
        Assert.Equal(0, lab.Scheduler.GetStatus().Running);
    }

    [Fact]
    public async Task Repeated_callbacks_and_polls_of_one_finished_run_count_once()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Both, out RemoteActuator actuator);
        TaskCompletionSource fetched = new();
        actuator.Hook = RemoteCommands.Hold(RemoteCall.GetOutput, fetched.Task);
        TaskHandle<string> handle = await lab.EnqueueAsync("once");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("one");
        await actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput);

        // The output is on its way; meanwhile everybody says again that the run has ended.
        job.CallBackAgain();
        job.CallBack(TaskRunStatus.Failed("a lie"));
        await lab.PollAsync();
        fetched.SetResult();
        Assert.Equal("one", await handle.Completion.Soon("the result"));
        job.CallBackAgain();
        await lab.WhenLoggedAsync(14);
        await lab.PollAsync();

        Assert.Equal(1, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Single(await lab.CloseAndReadFinishedAsync());
        Assert.Equal([TaskEvent.Report, TaskEvent.Succeed], lab.View.AcceptedEvents);
        Assert.DoesNotContain(lab.View.Moves.Items, move => !move.Accepted);
    }

    [Fact]
    public async Task Callback_of_an_earlier_attempt_is_ignored()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out _, setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("again");
        RemoteJob first = await lab.Service.JobAsync(1);
        await first.FailAsync("first");
        RemoteJob second = await lab.Service.JobAsync(2);
        Assert.NotEqual(first.ClaimToken, second.ClaimToken);
        first.CallBack(TaskRunStatus.Succeeded);
        await lab.WhenLoggedAsync(14);
        Assert.Equal((TaskState.Running, 2), ((await lab.GetAsync(handle.Id)).State, second.Attempt));

        await second.SucceedAsync("second");
        Assert.Equal("second", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Source_that_ends_is_read_again()
    {
        await using RemoteLab lab = new(callsBack: true);
        RemoteCallbackActuator actuator = new(lab.Service) { EndsAfterEach = true };
        lab.Start(actuator, setup => setup.Options.StatusUpdates = StatusUpdates.Callback);
        for (int number = 1; number <= 3; number++)
        {
            TaskHandle<string> handle = await lab.EnqueueAsync("task");
            await (await lab.Service.JobAsync(number)).SucceedAsync("ok");
            Assert.Equal("ok", await handle.Completion.Soon("the result"));
            await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(100));
            await actuator.Calls.WhenAsync(call => call == RemoteCall.ReadCallbacks, number + 1);
        }

        Assert.Empty(lab.Scheduler.GetStatus().Problems);
        Assert.Equal(0, lab.Logs.CountOf(3));
    }

    [Fact]
    public async Task Source_that_throws_is_read_again_logged_once_and_its_problem_passes()
    {
        await using RemoteLab lab = new(callsBack: true);
        RemoteCallbackActuator actuator = new(lab.Service)
        {
            Hook = RemoteCommands.Fail(RemoteCall.ReadCallbacks, number => number <= 3),
        };
        lab.Start(actuator, setup => setup.Options.StatusUpdates = StatusUpdates.Callback);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.WhenLoggedAsync(3);
        Assert.Contains("reading callbacks", Assert.Single(lab.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
        foreach (int backoff in (int[])[50, 100, 200])
        {
            await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(backoff));
        }

        await job.SucceedAsync("heard");
        Assert.Equal("heard", await handle.Completion.Soon("the result"));
        Assert.Equal(1, lab.Logs.CountOf(3));

        // It works for as long as nobody closes it; that must be enough to call it well again.
        await lab.WhenLoggedAsync(4);
        Assert.Empty(lab.Scheduler.GetStatus().Problems);
    }

    [Fact]
    public async Task Lost_callback_is_made_good_by_the_next_poll_if_both_ways_are_on()
    {
        await using RemoteLab lab = new(callsBack: false);
        RemoteCallbackActuator actuator = new(lab.Service);
        lab.Start(actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("found");
        await lab.PollAsync();

        Assert.Equal("found", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Actuator_is_never_asked_if_only_callbacks_are_wanted()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out RemoteActuator actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await lab.PollAsync();
        await lab.PollAsync();

        Assert.Equal(0, actuator.CountOf(RemoteCall.GetStatuses));
    }
}
