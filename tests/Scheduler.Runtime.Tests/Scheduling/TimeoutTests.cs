using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(7);

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_run_that_takes_too_long_is_cancelled_and_fails_with_a_reason(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Timeout = Timeout);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.PassAsync(Timeout);
        TaskOutcome<string> outcome = await bench.OutcomeOf(handle);
        Assert.Equal(TaskState.Failed, outcome.State);
        Assert.Equal(TaskFailureReason.Timeout, outcome.Failure!.Reason);
        Assert.Contains(Timeout.ToString(), outcome.Failure.Message, StringComparison.Ordinal);
        await run.WhenCancelledAsync();
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Nothing_happens_before_the_time_is_over(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Timeout = Timeout);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.WhenArmedAsync(Timeout).Soon();
        bench.Time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);
        Assert.Equal(TaskState.Running, (await bench.GetAsync(handle.Id)).State);
        run.Return("in time");
        Assert.Equal("in time", (await bench.OutcomeOf(handle)).Result);
    }

    [Theory]
    [InlineData(true, ContainerKind.Queue)]
    [InlineData(false, ContainerKind.Queue)]
    [InlineData(true, ContainerKind.Shared)]
    [InlineData(false, ContainerKind.Shared)]
    public async Task Code_that_ignores_its_token_fails_in_time_and_cannot_complete_the_task_later(
        bool blocks, ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.Timeout, options.FinishedTasksCapacity) = (Timeout, 10));
        bench.Method = blocks ? bench.Work.Block : bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.PassAsync(Timeout);
        Assert.Equal(TaskFailureReason.Timeout, (await bench.OutcomeOf(handle)).Failure!.Reason);

        run.Return("too late");
        await bench.CloseAsync().Soon();

        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Failed, null, 1), (record.State, record.Result, record.Attempt));
        int finished = 0;
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            Assert.Equal((TaskState.Failed, Timeout), (task.State, task.Duration));
            finished++;
        }

        Assert.Equal(1, finished);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public async Task A_task_may_have_a_timeout_of_its_own(int seconds)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Timeout = Timeout);
        TimeSpan own = TimeSpan.FromSeconds(seconds);
        (TaskHandle<string> handle, WorkRun _) = await bench.RunOneAsync("task", new EnqueueOptions { Timeout = own });
        await bench.Time.PassAsync(own);
        TaskOutcome<string> outcome = await handle.Outcome.Soon();
        Assert.Equal(TaskFailureReason.Timeout, outcome.Failure!.Reason);
        Assert.Contains(own.ToString(), outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task The_time_is_measured_from_the_start_of_the_run_and_not_from_its_enqueuing(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => (options.Timeout, options.Concurrency) = (Timeout, 1));
        TaskHandle<string> handle = await bench.CreateAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        await bench.StartAsync(handle.Id);
        WorkRun run = await bench.Work.NextAsync();
        await bench.Time.WhenArmedAsync(Timeout).Soon();
        bench.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TaskFailureReason.Timeout, (await bench.OutcomeOf(handle)).Failure!.Reason);
    }

    [Fact]
    public async Task Every_run_has_its_own_deadline()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Timeout = Timeout);
        (TaskHandle<string> first, WorkRun _) = await bench.RunOneAsync("first");
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        (TaskHandle<string> second, WorkRun _) = await bench.RunOneAsync("second");
        (TaskHandle<string> early, WorkRun _) =
            await bench.RunOneAsync("early", new EnqueueOptions { Timeout = TimeSpan.FromSeconds(1) });
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TaskState.Failed, (await early.Outcome.Soon()).State);
        Assert.Equal(TaskState.Running, (await bench.GetAsync(first.Id)).State);
        bench.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TaskState.Failed, (await first.Outcome.Soon()).State);
        Assert.Equal(TaskState.Running, (await bench.GetAsync(second.Id)).State);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TaskState.Failed, (await second.Outcome.Soon()).State);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_run_that_timed_out_is_retried_while_its_code_still_runs_and_the_retry_counts(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.Timeout, options.MaxAttempts, options.Retry) = (Timeout, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun zombie) = await bench.RunOneAsync();
        await bench.Time.PassAsync(Timeout);
        WorkRun retry = await bench.Work.NextAsync();
        Assert.Equal(2, retry.Context.Attempt);
        Assert.Equal(TaskFailureReason.Timeout, (await bench.GetAsync(handle.Id)).Failure!.Reason);
        zombie.Return("of the zombie");
        retry.Return("of the retry");
        Assert.Equal("of the retry", (await bench.OutcomeOf(handle)).Result);
    }

    [Fact]
    public async Task A_timeout_that_is_as_long_as_can_be_is_none()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Timeout = TimeSpan.MaxValue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.WhenArmedAsync(TimeSpan.FromDays(20)).Soon();
        run.Return("whenever");
        Assert.Equal("whenever", await handle.Completion.Soon());
    }
}
