using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class HandleTests
{
    [Fact]
    public async Task A_handle_completes_when_the_task_ends_and_not_before()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Task<string> completion = handle.Completion;
        Task<TaskOutcome<string>> outcome = handle.Outcome;
        Assert.False(completion.IsCompleted);
        Assert.False(outcome.IsCompleted);
        run.Return("result");
        Assert.Equal("result", await completion.Soon());
        Assert.Equal(TaskState.Succeeded, (await outcome.Soon()).State);
    }

    [Fact]
    public async Task A_handle_over_a_shared_container_learns_of_the_end_at_the_next_status_interval()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared, (_, options) =>
            options.StatusInterval = TimeSpan.FromSeconds(3));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Task<string> completion = handle.Completion;
        Task<string> sameAgain = bench.Scheduler.GetHandle(handle.Id).Completion;
        await bench.Time.WhenArmedAsync(TimeSpan.FromSeconds(3)).Soon();
        run.Return("result");
        await bench.Container.EndOf(handle.Id).Soon();
        while (!completion.IsCompleted)
        {
            await Task.WhenAny(completion, bench.Time.PassAsync(TimeSpan.FromSeconds(3)));
        }

        Assert.Equal("result", await completion.Soon());
        Assert.Equal("result", await sameAgain.Soon());
    }

    [Fact]
    public async Task A_handle_goes_on_telling_the_end_of_a_task_that_the_history_has_forgotten()
    {
        ManualTime time = new();
        MemoryContainerOptions keepNone = new() { KeepFinished = 0, TimeProvider = time };
        await using Bench bench = Bench.OverQueue(new MemoryTaskContainer<string, string>(keepNone), time);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return("result");
        Assert.Equal("result", await handle.Completion.Soon());

        Assert.Null(await bench.FindAsync(handle.Id));
        Assert.Equal("result", await handle.Completion.Soon());
        await bench.Scheduler.GetHandle(handle.Id).Completion.SoonThrows<TaskNotFoundException>();
    }

    [Fact]
    public async Task The_handle_of_a_failed_task_carries_the_exception_that_it_threw()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        InvalidOperationException thrown = new("out of paper");
        run.Throw(thrown);

        TaskFailedException exception = await handle.Completion.SoonThrows<TaskFailedException>();

        Assert.Same(thrown, exception.InnerException);
        Assert.Equal(handle.Id, exception.Id);
        Assert.Contains("out of paper", exception.Message, StringComparison.Ordinal);
        Assert.Equal(TaskFailureReason.Exception, exception.Failure.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_tells_type_message_and_stack(bool isSynchronous)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = isSynchronous ? static (_, _) => FailAtOnce() : static (_, _) => FailLaterAsync();
        TaskHandle<string> handle = await bench.EnqueueAsync();
        TaskOutcome<string> outcome = await handle.Outcome.Soon();
        Assert.Equal(TaskState.Failed, outcome.State);
        Assert.Null(outcome.Result);
        Assert.Equal(TaskFailureReason.Exception, outcome.Failure!.Reason);
        Assert.Equal("System.NotSupportedException", outcome.Failure.ErrorType);
        Assert.Equal("no colour", outcome.Failure.Message);
        Assert.Contains(
            isSynchronous ? nameof(FailAtOnce) : nameof(FailLaterAsync), outcome.Failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(outcome.Failure, (await bench.GetAsync(handle.Id)).Failure);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new TaskCanceledException("a server was too slow"));
        TaskOutcome<string> outcome = await handle.Outcome.Soon();
        Assert.Equal(TaskState.Failed, outcome.State);
        Assert.Equal("a server was too slow", outcome.Failure!.Message);
    }

    [Fact]
    public async Task The_handle_of_a_stopped_task_says_that_it_was_stopped()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun _) = await bench.RunOneAsync();
        await bench.StopAsync(handle.Id);
        TaskStoppedException exception = await handle.Completion.SoonThrows<TaskStoppedException>();
        Assert.Equal(TaskState.Stopped, exception.State);
        Assert.Equal(new TaskOutcome<string>(TaskState.Stopped, null, null), await handle.Outcome.Soon());
    }

    [Fact]
    public async Task The_handle_of_a_deleted_task_says_that_it_was_deleted()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        TaskHandle<string> handle = await bench.CreateAsync();
        await bench.DeleteAsync(handle.Id);
        TaskStoppedException exception = await handle.Completion.SoonThrows<TaskStoppedException>();
        Assert.Equal(TaskState.Deleted, exception.State);
    }

    [Fact]
    public async Task A_handle_that_is_awaited_beyond_the_close_of_its_scheduler_says_that_it_was_closed()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared);
        TaskHandle<string> handle = await bench.EnqueueAsync("later", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        Task<string> completion = handle.Completion;
        await bench.CloseAsync().Soon();
        await completion.SoonThrows<ObjectDisposedException>();
        await handle.Completion.SoonThrows<ObjectDisposedException>();
    }

    private static ValueTask<string> FailAtOnce() => throw new NotSupportedException("no colour");

    private static async ValueTask<string> FailLaterAsync()
    {
        await Task.Yield();
        throw new NotSupportedException("no colour");
    }
}
