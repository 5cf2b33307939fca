using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>A handle tells the state and the progress of its task, and stops it.</summary>
public sealed class HandleQuestionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_handle_follows_its_task_from_the_add_to_the_end(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, static (_, options) => options.Concurrency = 1);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        IReadOnlyList<TaskHandle<string>> more = await bench.EnqueueManyAsync(["a", "b"]);
        Assert.Equal(TaskState.Running, await handle.GetStateAsync(Cancellation).Soon());
        Assert.Equal(TaskState.Waiting, await more[1].GetStateAsync(Cancellation).Soon());
        Assert.Null(await handle.GetProgressAsync(Cancellation).Soon());

        run.Return("done");
        await bench.OutcomeOf(handle);
        Assert.Equal(TaskState.Succeeded, await bench.Scheduler.GetHandle(handle.Id).GetStateAsync(Cancellation).Soon());
        Assert.Equal(new TaskProgress(1), await handle.GetProgressAsync(Cancellation).Soon());
        Assert.Equal(CommandOutcome.Refused, (await handle.StopAsync(Cancellation).Soon()).Outcome);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_handle_stops_its_task_wherever_it_is(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, static (_, options) => options.Concurrency = 1);
        (TaskHandle<string> running, WorkRun run) = await bench.RunOneAsync();
        TaskHandle<string> waiting = await bench.EnqueueAsync();
        TaskHandle<string> unstarted = await bench.CreateAsync();
        Assert.Equal(TaskState.Stopped, (await waiting.StopAsync(Cancellation).Soon()).State);
        Assert.Equal(TaskState.Stopped, (await running.StopAsync(Cancellation).Soon()).State);
        Assert.True(run.Context.CancellationToken.IsCancellationRequested);
        Assert.Equal(TaskState.Stopped, await running.GetStateAsync(Cancellation).Soon());
        await unstarted.StopAsync(Cancellation).AsTask().SoonThrows<CommandRefusedException>();
        await bench.Scheduler.DeleteAsync(unstarted.Id, Cancellation).Soon();
        Assert.Equal(TaskState.Deleted, await unstarted.GetStateAsync(Cancellation).Soon());
        Assert.Null(await unstarted.GetProgressAsync(Cancellation).Soon());
    }

    [Fact]
    public async Task A_handle_knows_the_end_of_a_task_that_memory_has_forgotten()
    {
        ManualTime time = new();
        await using Bench bench = Bench.OverQueue(new MemoryTaskContainer<string, string>(new MemoryContainerOptions { KeepFinished = 0, TimeProvider = time }), time);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
        Assert.Null(await bench.FindAsync(handle.Id));
        Assert.Equal(TaskState.Succeeded, await handle.GetStateAsync(Cancellation).Soon());
        Assert.Equal(new TaskProgress(1), await handle.GetProgressAsync(Cancellation).Soon());
        Assert.Equal(TaskState.Deleted, await bench.Scheduler.GetHandle(handle.Id).GetStateAsync(Cancellation).Soon());
    }

    [Fact]
    public async Task A_default_handle_says_what_to_take_instead()
    {
        TaskHandle<string> nothing = default;
        InvalidOperationException[] thrown =
        [
            Assert.Throws<InvalidOperationException>(() => { _ = nothing.Completion; }),
            Assert.Throws<InvalidOperationException>(() => { _ = nothing.Outcome; }),
            await nothing.GetStateAsync(Cancellation).AsTask().SoonThrows<InvalidOperationException>(),
            await nothing.GetProgressAsync(Cancellation).AsTask().SoonThrows<InvalidOperationException>(),
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await nothing.StopAsync(Cancellation)),
        ];
        Assert.All(thrown, exception => Assert.Contains("EnqueueAsync", exception.Message, StringComparison.Ordinal));
        Assert.Equal(default, nothing.Id);
        Assert.Equal(default, nothing);
    }

    [Fact]
    public async Task A_handle_made_by_a_test_has_the_state_of_its_result()
    {
        TaskHandle<string> made = TaskHandle<string>.FromResult("done");
        Assert.Equal(TaskState.Succeeded, await made.GetStateAsync(Cancellation).Soon());
        Assert.Equal(new TaskProgress(1), await made.GetProgressAsync(Cancellation).Soon());
        Assert.Equal(CommandOutcome.Refused, (await made.StopAsync(Cancellation).Soon()).Outcome);
    }

    [Fact]
    public async Task What_is_asked_of_a_closed_scheduler_names_the_scheduler()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        TaskHandle<string> handle = await bench.EnqueueAsync("task", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        Task<string> begun = handle.Completion;
        await bench.CloseAtOnceAsync().Soon();
        foreach (Task<string> awaited in new[] { begun, handle.Completion })
        {
            ObjectDisposedException closed = await awaited.SoonThrows<ObjectDisposedException>();
            Assert.Contains("'tests.work'", closed.Message, StringComparison.Ordinal);
            Assert.Contains("closed", closed.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Poller", closed.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Engine", Assert.Throws<ObjectDisposedException>(bench.Scheduler.Start).Message, StringComparison.Ordinal);
    }
}
