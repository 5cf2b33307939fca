using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class DelayTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_delayed_task_runs_when_its_time_has_come_and_not_before(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TimeSpan delay = TimeSpan.FromSeconds(17);
        TaskHandle<string> handle = await bench.EnqueueAsync("delayed", new EnqueueOptions { Delay = delay });
        await AssertRunsAfterAsync(bench, handle, delay);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_task_does_not_run_before_the_moment_that_was_named(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TimeSpan delay = TimeSpan.FromSeconds(17);
        DateTimeOffset moment = (bench.Time.GetUtcNow() + delay).ToOffset(TimeSpan.FromHours(5));
        TaskHandle<string> handle = await bench.EnqueueAsync("not before", new EnqueueOptions { NotBefore = moment });
        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal(moment, record.NotBefore);
        Assert.Equal(TimeSpan.Zero, record.NotBefore.Offset);
        await AssertRunsAfterAsync(bench, handle, delay);
    }

    [Fact]
    public async Task A_moment_that_has_passed_means_at_once()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) =
            await bench.RunOneAsync("task", new EnqueueOptions { NotBefore = DateTimeOffset.UnixEpoch });
        run.Return();
        await handle.Completion.Soon();
    }

    [Fact]
    public async Task Delayed_tasks_run_in_the_order_of_their_times()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Concurrency = 1);
        foreach (int seconds in new[] { 22, 21, 23 })
        {
            await bench.EnqueueAsync($"{seconds}", new EnqueueOptions { Delay = TimeSpan.FromSeconds(seconds) });
        }

        await bench.Time.WhenArmedAsync(TimeSpan.FromSeconds(21)).Soon();
        bench.Time.Advance(TimeSpan.FromSeconds(23));
        foreach (string expected in new[] { "21", "22", "23" })
        {
            WorkRun run = await bench.Work.NextAsync();
            Assert.Equal(expected, run.Payload);
            run.Return();
        }
    }

    // Advances to just before the moment, shows by a later task that the scheduler works and leaves the delayed one alone.
    private static async Task AssertRunsAfterAsync(Bench bench, TaskHandle<string> handle, TimeSpan delay)
    {
        await bench.Time.WhenArmedAsync(delay).Soon();
        bench.Time.Advance(delay - TimeSpan.FromMilliseconds(1));
        (TaskHandle<string> other, WorkRun run) = await bench.RunOneAsync("not delayed");
        Assert.Equal("not delayed", run.Payload);
        run.Return();
        await bench.OutcomeOf(other);
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);

        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        run = await bench.Work.NextAsync();
        Assert.Equal(handle.Id, run.Context.Id);
        run.Return("when it was due");
        Assert.Equal("when it was due", (await bench.OutcomeOf(handle)).Result);
    }
}
