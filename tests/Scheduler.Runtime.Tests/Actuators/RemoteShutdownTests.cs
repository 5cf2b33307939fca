using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>A scheduler that closes gives back the work that runs elsewhere, and leaves nothing in Running.</summary>
public sealed class RemoteShutdownTests
{
    [Fact]
    public async Task Work_that_can_be_reattached_to_goes_on_and_is_given_back_with_its_handle()
    {
        await using RemoteLab lab = new();
        RemoteActuator first = new(lab.Service) { CanReattach = true };
        lab.Start(first);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await lab.CloseAsync(lab.Scheduler);
        Assert.Empty(first.Stops.Items);
        TaskRecord<string, string> given = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, job.Handle), (given.State, given.Handle));

        RemoteActuator second = new(lab.Service) { CanReattach = true };
        lab.Start(second);
        Assert.Equal(job.ClaimToken, (await second.Reattached.WhenCountAsync(1)).StartToken);
        Assert.Equal((1, 0), ((await lab.GetAsync(handle.Id)).Attempt, (await lab.GetAsync(handle.Id)).Losses));
        await job.SucceedAsync("went on");
        await lab.Clock.RunUntilAsync(handle.Outcome, RemoteLab.StatusInterval, "the result");
        Assert.Equal("went on", await handle.Completion.Soon("the result"));
        Assert.Single(lab.Service.Accepted.Items);
    }

    [Fact]
    public async Task Work_that_cannot_be_reattached_to_is_stopped_and_started_anew_elsewhere()
    {
        await using RemoteLab lab = new();
        RemoteActuator first = new(lab.Service);
        lab.Start(first);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await lab.CloseAsync(lab.Scheduler);
        Assert.Equal(job.Handle, Assert.Single(first.Stops.Items).Handle);
        Assert.Equal((RemoteJobState.Stopped, TaskState.Waiting), (job.State, (await lab.GetAsync(handle.Id)).State));

        lab.Start(new RemoteActuator(lab.Service));
        RemoteJob anew = await lab.Service.JobAsync(2);
        Assert.Equal(1, anew.Attempt);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await anew.SucceedAsync("anew");
        await lab.PollAsync();
        Assert.Equal("anew", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Work_without_a_handle_is_stopped_because_nobody_could_find_it_again()
    {
        await using RemoteLab lab = new();
        RemoteActuator first = new(lab.Service) { CanReattach = true, TellsHandle = false };
        lab.Start(first);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);

        // No handle is stored that would tell when the run is followed, so one poll may come too early.
        await lab.Clock.RunUntilAsync(
            first.Calls.WhenAsync(call => call == RemoteCall.GetStatuses), RemoteLab.StatusInterval, "a question about the work");
        await lab.CloseAsync(lab.Scheduler);

        Assert.Equal(TaskState.Waiting, (await lab.GetAsync(handle.Id)).State);
        Assert.Equal(RemoteJobState.Stopped, job.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_whose_start_answers_after_the_close_is_stopped(bool canReattach)
    {
        await using RemoteLab lab = new();
        TaskCompletionSource answer = new();
        RemoteActuator first = new(lab.Service)
        {
            CanReattach = canReattach,
            Hook = RemoteCommands.Hold(RemoteCall.Started, answer.Task),
        };
        lab.Start(first);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.CloseAsync(lab.Scheduler);
        Assert.Equal(TaskState.Waiting, (await lab.GetAsync(handle.Id)).State);

        // The task waits without a handle, so it will be started anew.
        answer.SetResult();
        Assert.Equal(job.Handle, await lab.Service.StopsAsked.WhenCountAsync(1));
    }

    [Fact]
    public async Task Work_that_ends_while_the_scheduler_closes_is_taken_in()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Both, out RemoteActuator actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        Task closing = lab.Scheduler.CloseAsync(CancellationToken.None);
        await lab.Clock.WhenSetAsync(RemoteLab.ShutdownTimeout);
        await job.SucceedAsync("just in time");

        await closing.Soon("the scheduler to close");
        Assert.Equal("just in time", await handle.Completion.Soon("the result"));
        Assert.Empty(actuator.Stops.Items);
    }

    [Fact]
    public async Task Close_waits_until_an_output_that_is_being_fetched_is_written_or_given_back()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Callback, out RemoteActuator actuator);
        TaskCompletionSource cleanup = new();
        actuator.Hook = async (call, _, token) =>
        {
            if (call == RemoteCall.GetOutput)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, lab.Clock, token).ContinueWith(_ => { }, TaskScheduler.Default);
                await cleanup.Task;
                token.ThrowIfCancellationRequested();
            }
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await (await lab.Service.JobAsync(1)).SucceedAsync("slow");
        await actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput);
        Task closing = lab.Scheduler.CloseAsync(CancellationToken.None);
        await lab.Clock.FireAsync(RemoteLab.ShutdownTimeout);

        // The fetch was cancelled and takes a moment to follow; only then the task is back.
        await lab.Clock.WhenSetAsync(RemoteLab.StopTimeout);
        Assert.False(closing.IsCompleted);
        cleanup.SetResult();
        await closing.Soon("the scheduler to close");
        Assert.Equal(TaskState.Waiting, (await lab.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task Close_ends_although_the_store_does_not_answer_a_claim()
    {
        await using RemoteLab lab = new();
        TaskCompletionSource never = new();
        RemoteActuator actuator = new(lab.Service);
        lab.Start(actuator);
        TaskCompletionSource claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.View.Hook = (call, _) =>
        {
            if (call != "Claim")
            {
                return Task.CompletedTask;
            }

            claimed.TrySetResult();
            return never.Task;
        };
        await lab.EnqueueAsync("task");
        await claimed.Task.Soon("a claim that is not answered");
        Task closing = lab.Scheduler.CloseAsync(CancellationToken.None);
        try
        {
            await lab.Clock.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), unless: closing);
            Assert.True(closing.IsCompleted, "Closing waits for ever for a store that does not answer.");
        }
        finally
        {
            never.SetResult();
        }
    }

    [Fact]
    public async Task Task_whose_claim_is_answered_after_the_close_is_not_started_any_more()
    {
        await using RemoteLab lab = new();
        TaskId id = TaskId.New();
        TaskCompletionSource claimed = new();
        TaskCompletionSource answer = new();
        RemoteActuator actuator = new(lab.Service);
        lab.Start(actuator, prepare: view => view.Hook = async (call, isAfter) =>
        {
            if (call == "Claim" && isAfter && (await lab.FindAsync(id))?.State == TaskState.Running)
            {
                claimed.TrySetResult();
                await answer.Task;
            }
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("task", new EnqueueOptions { Id = id });
        await claimed.Task.Soon();
        await lab.CloseAsync(lab.Scheduler);
        answer.SetResult();

        Task<RemoteMove> given = lab.View.WhenMovedAsync(id, TaskEvent.Release);
        await Task.WhenAny(given, actuator.Calls.WhenAsync(call => call == RemoteCall.Start));
        Assert.Equal(0, actuator.CountOf(RemoteCall.Start));
        await given;
        Assert.Equal((TaskState.Waiting, 0), ((await lab.GetAsync(handle.Id)).State, (await lab.GetAsync(handle.Id)).Attempt));
    }
}
