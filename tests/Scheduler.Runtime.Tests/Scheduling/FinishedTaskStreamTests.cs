using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class FinishedTaskStreamTests
{
    [Fact]
    public async Task The_stream_is_off_unless_asked_for_and_says_how_to_turn_it_on()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => bench.Scheduler.FinishedTasks(CancellationToken.None));
        Assert.Contains("set FinishedTasksCapacity", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Every_task_that_the_scheduler_ends_comes_once_with_all_that_is_known_of_it(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) =>
        {
            options.FinishedTasksCapacity = 10;
            options.MaxAttempts = 2;
            options.Retry = RetryPolicy.Fixed(TimeSpan.Zero);
        });
        await using IAsyncEnumerator<FinishedTask<string, string>> finished =
            bench.Scheduler.FinishedTasks(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);

        (TaskHandle<string> succeeded, WorkRun run) = await bench.RunOneAsync("succeeds");
        bench.Time.Advance(TimeSpan.FromMilliseconds(700));
        run.Return("result");
        Assert.Equivalent(
            new FinishedTask<string, string>(
                succeeded.Id, "succeeds", TaskState.Succeeded, "result", null, 1, TimeSpan.FromMilliseconds(700)),
            await NextOf(finished),
            strict: true);

        (TaskHandle<string> failed, run) = await bench.RunOneAsync("fails");
        run.Throw(new InvalidOperationException("first"));
        (await bench.Work.NextAsync()).Throw(new InvalidOperationException("second"));
        FinishedTask<string, string> failure = await NextOf(finished);
        Assert.Equal(
            (failed.Id, TaskState.Failed, "second", 2), (failure.Id, failure.State, failure.Failure!.Message, failure.Attempts));

        (TaskHandle<string> stopped, WorkRun _) = await bench.RunOneAsync("is stopped");
        await bench.StopAsync(stopped.Id);
        Assert.Equal((stopped.Id, TaskState.Stopped), ((await NextOf(finished)).Id, finished.Current.State));
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_and_the_status_counts_them_and_nothing_waits()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.FinishedTasksCapacity, options.Concurrency) = (3, 1));
        bench.Method = static (task, _) => new ValueTask<string>(task);
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(Enumerable.Range(0, 10).Select(i => $"{i}"));
        foreach (TaskHandle<string> handle in handles)
        {
            await handle.Completion.Soon();
        }

        await bench.CloseAsync().Soon();
        Assert.Equal(7, bench.Scheduler.GetStatus().DroppedFinishedTasks);
        List<string> left = [];
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            left.Add(task.Payload);
        }

        Assert.Equal(["7", "8", "9"], left);
    }

    [Fact]
    public async Task The_stream_ends_when_the_scheduler_closes()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.FinishedTasksCapacity = 1);
        await using IAsyncEnumerator<FinishedTask<string, string>> finished =
            bench.Scheduler.FinishedTasks(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        Task<bool> next = finished.MoveNextAsync().AsTask();
        await bench.CloseAsync().Soon();
        Assert.False(await next.Soon());
    }

    [Fact]
    public async Task What_ended_before_somebody_read_is_there_and_several_readers_share_it()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.FinishedTasksCapacity = 100);
        bench.Method = static (task, _) => new ValueTask<string>(task);
        await EndAsync("before", 10);
        Task<List<string>>[] readers = [ReadAsync(), ReadAsync(), ReadAsync()];
        await EndAsync("after", 10);
        await bench.CloseAsync().Soon();
        IEnumerable<string> read = (await Task.WhenAll(readers).Soon()).SelectMany(static tasks => tasks);
        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(static i => new[] { $"after {i}", $"before {i}" }).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal(0, bench.Scheduler.GetStatus().DroppedFinishedTasks);
        Assert.Empty(await ReadAsync().Soon());

        async Task EndAsync(string name, int count)
        {
            foreach (TaskHandle<string> handle in await bench.EnqueueManyAsync(Enumerable.Range(0, count).Select(i => $"{name} {i}")))
            {
                await handle.Completion.Soon();
            }
        }

        async Task<List<string>> ReadAsync()
        {
            List<string> tasks = [];
            await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
            {
                tasks.Add(task.Payload);
            }

            return tasks;
        }
    }

    [Fact]
    public async Task What_is_retried_deferred_or_given_back_is_not_finished()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.FinishedTasksCapacity, options.MaxAttempts, options.Retry) = (10, 5, RetryPolicy.Fixed(TimeSpan.Zero)));
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException());
        (await bench.Work.NextAsync()).Throw(new DeferTaskException(TimeSpan.Zero));
        await bench.Work.NextAsync();
        await bench.CloseAtOnceAsync().Soon();
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            Assert.Fail($"{task} is not finished");
        }
    }

    [Fact]
    public async Task A_task_that_ends_stopped_because_its_retry_met_a_request_to_stop_comes_too()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.FinishedTasksCapacity, options.MaxAttempts) = (10, 5));
        await using Bench other = bench.Beside((_, options) => options.RunTasks = false);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await other.StopAsync(handle.Id);
        run.Throw(new InvalidOperationException());
        Assert.Equal(TaskState.Stopped, (await handle.Outcome.Soon()).State);
        await bench.CloseAsync().Soon();
        List<TaskState> states = [];
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            states.Add(task.State);
        }

        Assert.Equal([TaskState.Stopped], states);
    }

    private static async Task<FinishedTask<string, string>> NextOf(IAsyncEnumerator<FinishedTask<string, string>> finished)
    {
        Assert.True(await finished.MoveNextAsync().Soon("the next finished task"));
        return finished.Current;
    }
}
