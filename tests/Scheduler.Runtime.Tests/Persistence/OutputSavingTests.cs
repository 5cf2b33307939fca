using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Persistence;

/// <summary>A task has succeeded only when its output is safe.</summary>
public sealed class OutputSavingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_is_saved_before_the_task_has_succeeded(bool isShared)
    {
        await using RemoteLab lab = new();
        TaskCompletionSource saving = new();
        RemotePersister persister = new()
        {
            Hook = (call, _, _) => call == RemoteSaving.Save ? saving.Task : Task.CompletedTask,
        };
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister, isShared);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        Assert.Equal(TaskState.Exporting, (await lab.GetAsync(handle.Id)).State);
        Assert.DoesNotContain(TaskEvent.Succeed, lab.View.AcceptedEvents);

        saving.SetResult();
        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        Assert.Equal("ALOUD", persister.Outputs[handle.Id]);
        Assert.Equal([TaskEvent.Export, TaskEvent.Succeed], lab.View.AcceptedEvents);
        TaskRecord<string, string> record = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Succeeded, null), (record.State, record.Result));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_loads_the_output_from_where_it_is_kept(bool isShared)
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister, isShared);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await lab.Clock.RunUntilAsync(handle.Completion, RemoteLab.StatusInterval, "the result");

        Assert.Equal("ALOUD", await handle.Completion);
        Assert.Equal("ALOUD", await lab.Scheduler.GetHandle(handle.Id).Completion.Soon("the result"));
        Assert.InRange(persister.CountOf(RemoteSaving.Load), 2, 3);
        Assert.Equal("ALOUD", Assert.Single(await lab.CloseAndReadFinishedAsync()).Result);
    }

    [Fact]
    public async Task Output_that_cannot_be_loaded_says_so_to_whoever_awaits_it()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        persister.Outputs.Clear();

        await Assert.ThrowsAsync<TaskNotFoundException>(() => handle.Completion.Soon("the failure"));
    }

    [Fact]
    public async Task Save_that_fails_fails_the_attempt_removes_the_half_and_is_made_anew_by_the_next_one()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.Fail(RemoteSaving.Save, number => number == 1);
        TimeSpan wait = TimeSpan.FromHours(1);
        lab.Start(RemoteFunction.Shout(), setup =>
        {
            setup.Persister = persister;
            setup.Options.MaxAttempts = 2;
            setup.Options.Retry = RetryPolicy.Fixed(wait);
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Retry);
        TaskRecord<string, string> waiting = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, 1, TaskFailureReason.Export), (waiting.State, waiting.Attempt, waiting.Failure!.Reason));
        Assert.Equal("Save fails.", waiting.Failure.Message);
        Assert.Empty(persister.Outputs);
        Assert.Equal(1, persister.CountOf(RemoteSaving.Delete));

        lab.Clock.Advance(wait);
        Assert.Equal("ALOUD", await handle.Completion.Soon("the result"));
        Assert.Equal(2, persister.CountOf(RemoteSaving.Save));
    }

    [Fact]
    public async Task Save_that_fails_in_the_last_attempt_fails_the_task_even_if_the_half_cannot_be_removed()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.Hook = static (call, _, _) => call is RemoteSaving.Save or RemoteSaving.Delete
            ? Task.FromException(new IOException($"{call} fails."))
            : Task.CompletedTask;
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal((TaskState.Failed, TaskFailureReason.Export), (outcome.State, outcome.Failure!.Reason));
        Assert.Equal(1, lab.Logs.CountOf(11));
        Assert.Equal(0, persister.CountOf(RemoteSaving.Load));
    }

    [Fact]
    public async Task Save_that_hangs_is_cancelled_at_the_timeout()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.HangFirstSave();
        TimeSpan limit = TimeSpan.FromSeconds(6);
        lab.Start(RemoteFunction.Shout(), setup => (setup.Persister, setup.Options.Timeout) = (persister, limit));
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        lab.Clock.Advance(limit);

        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
        Assert.Empty(persister.Outputs);
    }

    [Fact]
    public async Task Output_of_work_elsewhere_is_fetched_and_saved_once()
    {
        RemotePersister persister = new();
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Both, out RemoteActuator actuator, setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("from afar");
        job.CallBackAgain();
        await lab.PollAsync();

        Assert.Equal("from afar", await handle.Completion.Soon("the result"));
        Assert.Equal((1, 1), (actuator.CountOf(RemoteCall.GetOutput), persister.CountOf(RemoteSaving.Save)));
        Assert.Equal([TaskEvent.Report, TaskEvent.Export, TaskEvent.Succeed], lab.View.AcceptedEvents);
    }

    [Fact]
    public async Task Nothing_is_saved_of_a_task_that_fails()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        lab.Start(new RemoteFunction((_, _) => throw new InvalidOperationException("no")), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("quiet");

        Assert.Equal(TaskState.Failed, (await handle.EndAsync()).State);
        Assert.Empty(persister.Calls.Items);
    }
}
