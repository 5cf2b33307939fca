using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>Stops that cross the ways of others.</summary>
public sealed class RemoteStopTests
{
    [Fact]
    public async Task Stop_of_a_task_elsewhere_does_not_hit_its_restart_here()
    {
        await using RemoteLab lab = new();
        RemoteActuator theirs = new(lab.Service);
        Scheduler<string, string> there = lab.Start(theirs);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        there.Pause();
        Scheduler<string, string> here = lab.Start(new RemoteActuator(lab.Service));
        Assert.Equal(CommandOutcome.Requested, (await here.StopTaskAsync(handle.Id)).Outcome);
        Assert.Equal(TaskState.Stopped, (await there.StopTaskAsync(handle.Id)).State);

        await here.RestartTaskAsync(handle.Id);
        RemoteJob job = await lab.Service.JobAsync(2);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        Assert.Equal((RemoteJobState.Running, TaskState.Running), (job.State, (await lab.GetAsync(handle.Id)).State));
    }

    [Fact]
    public async Task Stop_that_another_process_asks_for_reaches_the_job_with_the_next_renewal()
    {
        await using RemoteLab lab = new();
        lab.Start(new RemoteActuator(lab.Service));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        Scheduler<string, string> elsewhere = lab.Start(
            new RemoteActuator(lab.Service), setup => (setup.Options.RunTasks, setup.Options.FinishedTasksCapacity) = (false, 0));
        Assert.Equal(CommandOutcome.Requested, (await elsewhere.StopTaskAsync(handle.Id)).Outcome);
        await lab.RenewAsync();

        Assert.Equal(TaskState.Stopped, (await handle.EndAsync()).State);
        Assert.Equal(RemoteJobState.Stopped, (await lab.Service.JobAsync(1)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Task_that_is_stopped_while_its_claim_is_answered_is_not_started(bool isShared)
    {
        await using RemoteLab lab = new();
        TaskId id = TaskId.New();
        TaskCompletionSource claimed = new();
        TaskCompletionSource answer = new();
        RemoteActuator actuator = new(lab.Service);
        lab.Start(actuator, isShared: isShared, prepare: view => view.Hook = async (call, isAfter) =>
        {
            if (call == "Claim" && isAfter && (await lab.FindAsync(id))?.State == TaskState.Running)
            {
                claimed.TrySetResult();
                await answer.Task;
            }
        });
        RemoteContainer view = lab.View;
        TaskHandle<string> handle = await lab.EnqueueAsync("task", new EnqueueOptions { Id = id });
        await claimed.Task.Soon();
        Assert.Equal(CommandOutcome.Requested, (await lab.Scheduler.StopTaskAsync(id)).Outcome);
        answer.SetResult();

        await view.WhenMovedAsync(id, TaskEvent.Stop);
        Assert.Equal(TaskState.Stopped, (await lab.GetAsync(handle.Id)).State);
        Assert.Equal(0, actuator.CountOf(RemoteCall.Start));
    }

    [Fact]
    public async Task Stop_while_the_start_hangs_stops_the_task_at_once_and_its_work_as_soon_as_it_is_known()
    {
        await using RemoteLab lab = new();
        TaskCompletionSource answer = new();
        RemoteActuator actuator = new(lab.Service) { Hook = RemoteCommands.Hold(RemoteCall.Started, answer.Task) };
        lab.Start(actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        Assert.Equal(CommandOutcome.Done, (await lab.Scheduler.StopTaskAsync(handle.Id)).Outcome);
        Assert.Equal(TaskState.Stopped, (await handle.EndAsync()).State);
        Assert.Empty(actuator.Stops.Items);

        answer.SetResult();
        Assert.Equal(job.Handle, await lab.Service.StopsAsked.WhenCountAsync(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Close_while_a_handle_is_being_stored_leaves_no_handle_of_work_that_it_stopped(bool blocks)
    {
        await using RemoteLab lab = new();
        TaskCompletionSource answer = new();
        using ManualResetEventSlim unblocked = new();
        lab.Start(new RemoteActuator(lab.Service) { CanReattach = true }, prepare: view => view.MoveHook = (move, isAfter) =>
        {
            if (move.Handle is not null && isAfter && blocks)
            {
                // The call has not even returned its task yet.
                unblocked.BlockUntilSet();
            }

            return move.Handle is not null && isAfter ? answer.Task : Task.CompletedTask;
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        Task closing = lab.Scheduler.CloseAsync(CancellationToken.None);
        await lab.Clock.FireAsync(RemoteLab.ShutdownTimeout);
        await Task.WhenAny(closing, lab.Clock.WhenSetAsync(RemoteLab.StopTimeout));
        unblocked.Set();
        answer.SetResult();
        await closing.Soon();

        // Either the work goes on and can be found, or it was stopped and the next scheduler starts it anew.
        RemoteJob job = await lab.Service.JobAsync(1);
        TaskRecord<string, string> given = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, job.State == RemoteJobState.Running), (given.State, given.Handle is not null));
        Assert.Equal(0, given.Attempt - (given.Handle is null ? 0 : 1));
    }
}
