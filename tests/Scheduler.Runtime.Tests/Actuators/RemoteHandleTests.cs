using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>The handle of work elsewhere outlives the scheduler that started it.</summary>
public sealed class RemoteHandleTests
{
    [Fact]
    public async Task Handle_is_stored_before_anybody_asks_about_the_work()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        RemoteMove stored = await lab.View.WhenHandleIsStoredAsync(handle.Id);

        Assert.Equal(new TaskRunHandle(job.Handle, job.ClaimToken), stored.Handle);
        Assert.Equal(0, actuator.CountOf(RemoteCall.GetStatuses));
        Assert.Equal(job.Handle, (await lab.GetAsync(handle.Id)).Handle);
    }

    [Theory]
    [InlineData(StatusUpdates.Polling)]
    [InlineData(StatusUpdates.Both)]
    public async Task Lost_scheduler_s_work_is_reattached_to_and_not_started_twice(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator _);
        await lab.CloseAsync(lab.Scheduler);
        RemoteActuator lost = Reattaching(lab, updates);
        lab.Start(lost, setup => (setup.Options.StatusUpdates, setup.Options.MaxAttempts) = (updates, 3));
        RemoteContainer lostView = lab.View;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lostView.WhenHandleIsStoredAsync(handle.Id);
        lostView.IsCutOff = true;

        RemoteActuator next = Reattaching(lab, StatusUpdates.Polling);
        lab.Start(next, setup => setup.Options.MaxAttempts = 3);
        await lab.Clock.RunUntilAsync(next.Reattached.WhenCountAsync(1), TimeSpan.FromMilliseconds(500), "the rescue");
        Assert.Equal(new TaskRunHandle(job.Handle, job.ClaimToken), Assert.Single(next.Reattached.Items));
        TaskRecord<string, string> record = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Running, 1, 1, job.Handle), (record.State, record.Attempt, record.Losses, record.Handle));
        Assert.NotEqual(job.ClaimToken, record.ClaimToken);

        await job.SucceedAsync("survived");
        await lab.Clock.RunUntilAsync(handle.Completion, RemoteLab.StatusInterval, "the result");
        Assert.Equal("survived", await handle.Completion);
        Assert.Single(lab.Service.Accepted.Items);
        Assert.Empty(lost.Stops.Items);
        Assert.Empty(next.Stops.Items);
        Assert.Single(await lab.CloseAndReadFinishedAsync());
    }

    [Fact]
    public async Task Callback_under_the_old_claim_counts_for_the_reattached_run()
    {
        await using RemoteLab lab = new(callsBack: true);
        await LoseAsync(lab, Reattaching(lab, StatusUpdates.Polling));
        RemoteJob job = await lab.Service.JobAsync(1);

        RemoteActuator next = Reattaching(lab, StatusUpdates.Callback);
        lab.Start(next, setup => setup.Options.StatusUpdates = StatusUpdates.Callback);
        await lab.Clock.RunUntilAsync(next.Reattached.WhenCountAsync(1), TimeSpan.FromMilliseconds(500), "the rescue");
        long newToken = (await lab.GetAsync(job.Task)).ClaimToken;
        lab.Service.CallBack(new TaskCallback(job.Task, newToken, TaskRunStatus.Failed("a lie")));
        await lab.WhenLoggedAsync(14);
        await job.SucceedAsync("survived");

        Assert.Equal("survived", await lab.Scheduler.GetHandle(job.Task).Completion.Soon("the result"));
    }

    [Fact]
    public async Task Work_that_cannot_be_reattached_to_is_started_anew_under_a_new_token()
    {
        await using RemoteLab lab = new();
        await LoseAsync(lab, new RemoteActuator(lab.Service));
        RemoteJob lost = await lab.Service.JobAsync(1);

        RemoteActuator next = new(lab.Service);
        lab.Start(next);
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(2), TimeSpan.FromMilliseconds(500), "the rescue");
        RemoteJob anew = await lab.Service.JobAsync(2);
        Assert.Equal(1, anew.Attempt);
        Assert.NotEqual(lost.ClaimToken, anew.ClaimToken);
        Assert.Empty(next.Reattached.Items);
        await lab.View.WhenHandleIsStoredAsync(anew.Task);
        await anew.SucceedAsync("anew");
        Task<string> result = lab.Scheduler.GetHandle(anew.Task).Completion;
        await lab.Clock.RunUntilAsync(result, RemoteLab.StatusInterval, "the result");
        Assert.Equal("anew", await result);
    }

    [Fact]
    public async Task Stop_that_was_asked_for_while_nobody_ran_the_task_stops_its_work()
    {
        await using RemoteLab lab = new();
        await LoseAsync(lab, Reattaching(lab, StatusUpdates.Polling));
        RemoteJob job = await lab.Service.JobAsync(1);
        await CommandAsync(lab, TaskCommand.Stop, job.Task);

        RemoteActuator next = Reattaching(lab, StatusUpdates.Polling);
        lab.Start(next);
        TaskHandle<string> handle = lab.Scheduler.GetHandle(job.Task);
        await lab.Clock.RunUntilAsync(handle.Outcome, TimeSpan.FromMilliseconds(500), "the end");
        Assert.Equal(TaskState.Stopped, (await handle.Outcome).State);
        Assert.Equal(RemoteJobState.Stopped, job.State);
        TaskRun<string> stopped = Assert.Single(next.Stops.Items);
        Assert.Equal((job.Task, job.ClaimToken, job.Handle, job.Payload), (stopped.Id, stopped.ClaimToken, stopped.Handle, stopped.Payload));
        Assert.Empty(next.Reattached.Items);
    }

    [Fact]
    public async Task Reattachment_that_throws_fails_the_attempt_and_the_next_one_starts_anew()
    {
        await using RemoteLab lab = new();
        await LoseAsync(lab, Reattaching(lab, StatusUpdates.Polling));
        RemoteActuator next = Reattaching(lab, StatusUpdates.Polling);
        next.Hook = RemoteCommands.Fail(RemoteCall.Reattach, _ => true);
        lab.Start(next, setup => setup.Options.MaxAttempts = 2);
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(2), TimeSpan.FromMilliseconds(500), "the next attempt");

        Assert.Equal(2, (await lab.Service.JobAsync(2)).Attempt);
        Assert.Single(next.Reattached.Items);
    }

    [Fact]
    public async Task Run_whose_handle_is_refused_ends_here()
    {
        await using RemoteLab lab = new();
        await LoseAsync(lab, new RemoteActuator(lab.Service) { CanReattach = true }, isHandleStored: false);
        RemoteContainer lostView = lab.View;
        RemoteJob orphan = await lab.Service.JobAsync(1);
        RemoteActuator next = Reattaching(lab, StatusUpdates.Polling);
        lab.Start(next);
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(2), TimeSpan.FromMilliseconds(500), "the rescue");

        // Nobody can find the first job, since its handle is nowhere; whoever started it must end it.
        lostView.IsCutOff = false;
        await lab.Clock.RunUntilAsync(
            lab.Service.StopsAsked.WhenAsync(handle => handle == orphan.Handle), TimeSpan.FromMilliseconds(500), "the stop");
        Assert.Equal(RemoteJobState.Running, (await lab.Service.JobAsync(2)).State);
    }

    private static RemoteActuator Reattaching(RemoteLab lab, StatusUpdates updates) => updates.HasFlag(StatusUpdates.Callback)
        ? new RemoteCallbackActuator(lab.Service) { CanReattach = true }
        : new RemoteActuator(lab.Service) { CanReattach = true };

    /// <summary>Lets a scheduler start one job, and cuts it off from the store.</summary>
    private static async Task LoseAsync(RemoteLab lab, RemoteActuator actuator, bool isHandleStored = true)
    {
        lab.Start(actuator);
        RemoteContainer view = lab.View;
        actuator.Hook = (call, _, _) =>
        {
            view.IsCutOff |= call == RemoteCall.Started && !isHandleStored;
            return Task.CompletedTask;
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.Service.JobAsync(1);
        if (isHandleStored)
        {
            await view.WhenHandleIsStoredAsync(handle.Id);
        }

        view.IsCutOff = true;
    }

    private static async Task CommandAsync(RemoteLab lab, TaskCommand command, TaskId id)
    {
        TaskId[] ids = [id];
        CommandResult[] results = new CommandResult[1];
        await lab.Store.ExecuteAsync(command, ids, results, CancellationToken.None);
    }
}
