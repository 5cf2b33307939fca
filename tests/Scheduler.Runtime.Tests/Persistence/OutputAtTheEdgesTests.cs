using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Persistence;

/// <summary>Stops, deletes, lost leases and shutdowns while an output is saved.</summary>
public sealed class OutputAtTheEdgesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_during_the_save_stops_the_task_and_leaves_no_half(bool isShared)
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.HangFirstSave();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister, isShared);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        await lab.Scheduler.StopTaskAsync(handle.Id);

        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Stop);
        Assert.Equal(TaskState.Stopped, (await lab.GetAsync(handle.Id)).State);
        Assert.Empty(persister.Outputs);
        Assert.Equal(1, persister.CountOf(RemoteSaving.Delete));
    }

    [Fact]
    public async Task Stop_that_another_process_asked_for_reaches_a_save()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.HangFirstSave();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        TaskId[] ids = [handle.Id];
        CommandResult[] results = new CommandResult[1];
        await lab.Store.ExecuteAsync(TaskCommand.Stop, ids, results, CancellationToken.None);
        Assert.Equal(CommandOutcome.Requested, results[0].Outcome);
        await lab.RenewAsync();

        Assert.Equal(TaskState.Stopped, (await handle.EndAsync()).State);
        Assert.Empty(persister.Outputs);
    }

    [Fact]
    public async Task Delete_removes_the_output_too()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await handle.EndAsync();

        Assert.Equal(CommandOutcome.Done, (await lab.Scheduler.DeleteTaskAsync(handle.Id)).Outcome);
        Assert.Null(await lab.FindAsync(handle.Id));
        Assert.Empty(persister.Outputs);
    }

    [Fact]
    public async Task Delete_whose_second_half_failed_can_be_repeated()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.Fail(RemoteSaving.Delete, number => number == 1);
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await handle.EndAsync();
        await Assert.ThrowsAsync<IOException>(() => lab.Scheduler.DeleteTaskAsync(handle.Id));
        Assert.Single(persister.Outputs);

        Assert.Equal(CommandOutcome.NotFound, (await lab.Scheduler.DeleteTaskAsync(handle.Id)).Outcome);
        Assert.Empty(persister.Outputs);
    }

    [Fact]
    public async Task Delete_that_is_refused_leaves_the_output()
    {
        await using RemoteLab lab = new();
        TaskCompletionSource<string> result = new();
        RemotePersister persister = new();
        RemoteFunction function = new((_, _) => new ValueTask<string>(result.Task));
        lab.Start(function, setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("busy");
        await function.Started.WhenCountAsync(1);

        Assert.Equal(CommandOutcome.Refused, (await lab.Scheduler.DeleteTaskAsync(handle.Id)).Outcome);
        Assert.Equal(0, persister.CountOf(RemoteSaving.Delete));
        result.SetResult("done");
        Assert.Equal("done", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Restarted_task_replaces_its_output()
    {
        await using RemoteLab lab = new();
        int runs = 0;
        RemotePersister persister = new();
        lab.Start(
            new RemoteFunction((_, _) => ValueTask.FromResult($"run {Interlocked.Increment(ref runs)}")),
            setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        Assert.Equal("run 1", await handle.Completion.Soon("the result"));
        Assert.Equal(CommandOutcome.Done, (await lab.Scheduler.RestartTaskAsync(handle.Id)).Outcome);
        await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed, count: 2);

        Assert.Equal("run 2", await lab.Scheduler.GetHandle(handle.Id).Completion.Soon("the result"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Save_whose_lease_was_lost_is_cancelled_and_neither_replaces_nor_removes_the_newer_output(bool isShared)
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        TaskCompletionSource wasCancelled = new();
        TaskCompletionSource otherHasSaved = new();
        persister.Hook = async (call, count, token) =>
        {
            if (call == RemoteSaving.Save && count == 1)
            {
                await using CancellationTokenRegistration _ = token.Register(wasCancelled.SetResult);
                await otherHasSaved.Task;
                token.ThrowIfCancellationRequested();
            }
        };
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister, isShared);
        RemoteContainer lost = lab.View;
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        lost.IsCutOff = true;
        await lab.Clock.RunUntilAsync(wasCancelled.Task, TimeSpan.FromSeconds(1), "the cancellation");

        lab.Start(new RemoteFunction((_, _) => ValueTask.FromResult("newer")), setup => setup.Persister = persister);
        Task<RemoteMove> succeeded = lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        await lab.Clock.RunUntilAsync(succeeded, TimeSpan.FromSeconds(1), "the other scheduler");
        lost.IsCutOff = false;
        otherHasSaved.SetResult();
        await lab.WhenLoggedAsync(8);

        Assert.Equal("newer", persister.Outputs[handle.Id]);
        Assert.Equal(0, persister.CountOf(RemoteSaving.Delete));
        Assert.Equal(TaskState.Succeeded, (await lab.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task Nothing_is_saved_once_the_claim_is_lost()
    {
        await using RemoteLab lab = new();
        TaskCompletionSource<string> slow = new();
        RemotePersister persister = new();
        RemoteFunction function = new((_, _) => new ValueTask<string>(slow.Task));
        lab.Start(function, setup => setup.Persister = persister);
        RemoteContainer lost = lab.View;
        TaskHandle<string> handle = await lab.EnqueueAsync("slow");
        await function.Started.WhenCountAsync(1);
        lost.IsCutOff = true;
        lab.Start(new RemoteFunction((_, _) => ValueTask.FromResult("newer")), setup => setup.Persister = persister);
        Task<RemoteMove> succeeded = lab.View.WhenMovedAsync(handle.Id, TaskEvent.Succeed);
        await lab.Clock.RunUntilAsync(succeeded, TimeSpan.FromSeconds(1), "the other scheduler");
        lost.IsCutOff = false;
        slow.SetResult("older");
        await lab.CloseAllAsync();

        Assert.Equal("newer", persister.Outputs[handle.Id]);
        Assert.Equal(1, persister.CountOf(RemoteSaving.Save));
    }

    [Fact]
    public async Task Close_during_a_save_gives_the_task_back_without_its_half()
    {
        await using RemoteLab lab = new();
        RemotePersister persister = new();
        persister.HangFirstSave();
        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        TaskHandle<string> handle = await lab.EnqueueAsync("aloud");
        await persister.Calls.WhenAsync(call => call == RemoteSaving.Save);
        await lab.CloseAsync(lab.Scheduler);
        TaskRecord<string, string> given = await lab.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, 0), (given.State, given.Attempt));
        Assert.Empty(persister.Outputs);

        lab.Start(RemoteFunction.Shout(), setup => setup.Persister = persister);
        Assert.Equal("ALOUD", await lab.Scheduler.GetHandle(handle.Id).Completion.Soon("the result"));
    }
}
