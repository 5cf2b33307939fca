using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Functions whose answers are polled, told, or both.</summary>
public sealed class StatusUpdatesTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_polled_answer_is_taken_at_the_status_interval_and_not_before(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, Polling);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.WhenArmedAsync(Bench.StatusInterval).Soon();
        run.Return("polled");
        await run.WhenParkedAsync();
        Assert.Equal(TaskState.Running, (await bench.GetAsync(handle.Id)).State);
        Assert.Equal(1, bench.Scheduler.GetStatus().Running);

        bench.Time.Advance(Bench.StatusInterval);

        Assert.Equal("polled", (await bench.OutcomeOf(handle)).Result);
    }

    [Fact]
    public async Task A_polled_answer_counts_exactly_once()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.StatusUpdates, options.FinishedTasksCapacity, options.Concurrency) = (StatusUpdates.Polling, 100, 50));
        int applied = 0;
        bench.Container.AfterApply = _ =>
        {
            Interlocked.Increment(ref applied);
            return Task.CompletedTask;
        };
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(Enumerable.Range(0, 50).Select(i => $"{i}"));
        foreach (WorkRun run in await bench.Work.NextAsync(50))
        {
            run.Return(run.Payload);
            await run.WhenParkedAsync();
        }

        await bench.Time.PassAsync(Bench.StatusInterval);
        foreach (TaskHandle<string> handle in handles)
        {
            Assert.Equal(TaskState.Succeeded, (await handle.Outcome.Soon()).State);
        }

        for (int round = 0; round < 3; round++)
        {
            bench.Time.Advance(Bench.StatusInterval);
        }

        await bench.CloseAsync().Soon();
        HashSet<TaskId> finished = [];
        await foreach (FinishedTask<string, string> task in bench.Scheduler.FinishedTasks(CancellationToken.None))
        {
            Assert.True(finished.Add(task.Id));
        }

        Assert.Equal((50, 50), (finished.Count, applied));
    }

    [Fact]
    public async Task A_polled_failure_is_retried_like_any_other()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.StatusUpdates, options.MaxAttempts, options.Retry) =
                (StatusUpdates.Polling, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException("first"));
        await run.WhenParkedAsync();
        await bench.Time.PassAsync(Bench.StatusInterval);
        run = await bench.Work.NextAsync();
        Assert.Equal(2, run.Context.Attempt);
        run.Throw(new DeferTaskException(TimeSpan.Zero));
        await run.WhenParkedAsync();
        await bench.Time.PassAsync(Bench.StatusInterval);
        run = await bench.Work.NextAsync();
        Assert.Equal(2, run.Context.Attempt);
        run.Return("at last");
        await run.WhenParkedAsync();
        await bench.Time.PassAsync(Bench.StatusInterval);
        Assert.Equal("at last", await handle.Completion.Soon());
    }

    [Fact]
    public async Task A_polled_run_times_out_while_its_code_runs()
    {
        TimeSpan timeout = TimeSpan.FromMilliseconds(700);
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.StatusUpdates, options.Timeout) = (StatusUpdates.Polling, timeout));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.PassAsync(timeout);
        Assert.Equal(TaskFailureReason.Timeout, (await handle.Outcome.Soon()).Failure!.Reason);
        await run.WhenCancelledAsync();
    }

    [Fact]
    public async Task An_answer_that_came_in_time_does_not_time_out_while_it_waits_to_be_polled()
    {
        TimeSpan timeout = TimeSpan.FromMilliseconds(700);
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.StatusUpdates, options.Timeout) = (StatusUpdates.Polling, timeout));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.WhenArmedAsync(Bench.StatusInterval).Soon();
        await bench.Time.WhenArmedAsync(timeout).Soon();
        run.Return("in time");
        await run.WhenParkedAsync();
        bench.Time.Advance(timeout);
        bench.Time.Advance(Bench.StatusInterval - timeout);
        Assert.Equal("in time", (await handle.Outcome.Soon()).Result);
    }

    [Fact]
    public async Task A_stop_wins_over_an_answer_that_waits_to_be_polled()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, Polling);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.Time.WhenArmedAsync(Bench.StatusInterval).Soon();
        run.Return("never seen");
        await run.WhenParkedAsync();
        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Done, TaskState.Stopped), await bench.StopAsync(handle.Id));
        await bench.Time.PassAsync(Bench.StatusInterval);
        Assert.Equal(TaskState.Stopped, (await handle.Outcome.Soon()).State);
        Assert.Equal(0, bench.Scheduler.GetStatus().Running);
    }

    [Fact]
    public async Task An_answer_that_waits_to_be_polled_is_not_thrown_away_by_a_close()
    {
        // The next poll lies far beyond all that a close waits for.
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.StatusUpdates, options.StatusInterval) = (StatusUpdates.Polling, TimeSpan.FromHours(1)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return("the work is done");
        await run.WhenParkedAsync();
        Task closing = bench.CloseAtOnceAsync();
        while (await Task.WhenAny(closing, bench.Time.WhenArmedAsync(Bench.StopTimeout)).Soon() != closing)
        {
            bench.Time.Advance(Bench.StopTimeout);
        }

        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Succeeded, "the work is done"), (record.State, record.Result));
    }

    [Theory]
    [InlineData(StatusUpdates.Callback)]
    [InlineData(StatusUpdates.Both)]
    [InlineData(null)]
    public async Task An_answer_that_is_told_needs_no_interval(StatusUpdates? updates)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.StatusUpdates = updates);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return("told");
        Assert.Equal("told", await handle.Completion.Soon());
    }

    [Theory]
    [InlineData(StatusUpdates.Polling, ContainerKind.Queue)]
    [InlineData(StatusUpdates.Callback, ContainerKind.Queue)]
    [InlineData(StatusUpdates.Both, ContainerKind.Queue)]
    [InlineData(StatusUpdates.Both, ContainerKind.Shared)]
    public async Task Progress_shows_in_the_record_after_a_status_interval(StatusUpdates updates, ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.StatusUpdates = updates);
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.AfterApply = _ =>
        {
            written.TrySetResult();
            return Task.CompletedTask;
        };
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Context.ReportProgress(0.25, "first");
        run.Context.ReportProgress(0.5, "half way");
        Assert.Null((await bench.GetAsync(handle.Id)).Progress);

        await bench.Time.PassAsync(Bench.StatusInterval);
        await written.Task.Soon("the progress to be written");

        Assert.Equal(new TaskProgress(0.5, "half way"), (await bench.GetAsync(handle.Id)).Progress);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Context.ReportProgress(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Context.ReportProgress(double.NaN));
    }

    [Fact]
    public async Task Progress_that_is_reported_after_the_end_is_ignored()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await handle.Completion.Soon();
        run.Context.ReportProgress(0.5);
        bench.Time.Advance(Bench.StatusInterval);
        (_, WorkRun next) = await bench.RunOneAsync();
        await bench.Time.PassAsync(Bench.StatusInterval);
        await bench.Time.WhenArmedAsync(Bench.StatusInterval).Soon();
        next.Return();
        Assert.Equal(new TaskProgress(1), (await bench.GetAsync(handle.Id)).Progress);
    }

    private static void Polling(Bench bench, SchedulerOptions options) => options.StatusUpdates = StatusUpdates.Polling;
}
