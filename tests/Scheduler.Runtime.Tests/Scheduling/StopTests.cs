using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class StopTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_waiting_task_that_is_stopped_never_starts(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync("first");
        TaskHandle<string> waiting = await bench.EnqueueAsync("waiting");
        TaskHandle<string> delayed = await bench.EnqueueAsync("delayed", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        TaskHandle<string> last = await bench.EnqueueAsync("last");

        Assert.Equal(Done(waiting), await bench.StopAsync(waiting.Id));
        Assert.Equal(Done(delayed), await bench.StopAsync(delayed.Id));

        run.Return();
        run = await bench.Work.NextAsync();
        Assert.Equal("last", run.Payload);
        run.Return();
        await bench.OutcomeOf(last);
        Assert.Equal(2, bench.Work.Starts);
        Assert.Equal(TaskState.Stopped, (await bench.OutcomeOf(waiting)).State);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_running_task_is_cancelled_and_stopped_at_once_and_its_late_result_is_ignored(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();

        Assert.Equal(Done(handle), await bench.StopAsync(handle.Id));

        await run.WhenCancelledAsync();
        Assert.Equal(TaskState.Stopped, (await bench.GetAsync(handle.Id)).State);
        run.Return("too late");
        await bench.CloseAsync().Soon();
        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Stopped, null), (record.State, record.Result));
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Stopping_twice_and_stopping_what_is_finished_or_unknown_is_harmless(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> stopped, WorkRun _) = await bench.RunOneAsync();
        await bench.StopAsync(stopped.Id);
        Assert.Equal(new CommandResult(stopped.Id, CommandOutcome.Refused, TaskState.Stopped), await bench.StopAsync(stopped.Id));

        (TaskHandle<string> finished, WorkRun run) = await bench.RunOneAsync();
        run.Return("result");
        await bench.OutcomeOf(finished);
        Assert.Equal(
            new CommandResult(finished.Id, CommandOutcome.Refused, TaskState.Succeeded), await bench.StopAsync(finished.Id));
        Assert.Equal("result", (await bench.GetAsync(finished.Id)).Result);

        TaskId unknown = TaskId.New();
        Assert.Equal(new CommandResult(unknown, CommandOutcome.NotFound, TaskState.Deleted), await bench.StopAsync(unknown));
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_task_that_is_stopped_between_its_claim_and_its_start_is_stopped_at_once(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        TaskCompletionSource claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Container.AfterClaim = count =>
        {
            if (count == 0)
            {
                return Task.CompletedTask;
            }

            claimed.TrySetResult();
            return answer.Task;
        };
        TaskHandle<string> handle = await bench.EnqueueAsync("stopped");
        await claimed.Task.Soon("the task to be claimed");

        Assert.Equal(CommandOutcome.Requested, (await bench.StopAsync(handle.Id)).Outcome);
        bench.Container.AfterClaim = null;
        answer.SetResult();

        Assert.Equal(TaskState.Stopped, (await bench.OutcomeOf(handle)).State);
        await bench.EnqueueAsync("the next one in the same slot");
        WorkRun run = await bench.Work.NextAsync();
        if (kind == ContainerKind.Shared && run.Payload == "stopped")
        {
            // A store behind a network tells of the stop a moment too late; the code has begun, and is cancelled.
            await run.WhenCancelledAsync();
            run = await bench.Work.NextAsync();
        }

        Assert.Equal("the next one in the same slot", run.Payload);
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_task_that_another_scheduler_runs_is_stopped_when_that_renews_its_leases(ContainerKind kind)
    {
        await using Bench runner = Bench.Over(kind);
        await using Bench other = runner.Beside((_, options) => options.RunTasks = false);
        (TaskHandle<string> handle, WorkRun run) = await runner.RunOneAsync();

        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Requested, TaskState.Running), await other.StopAsync(handle.Id));
        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Requested, TaskState.Running), await other.StopAsync(handle.Id));
        Assert.True((await other.GetAsync(handle.Id)).StopRequested);
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);

        await runner.Time.PassAsync(Bench.Lease / 3);

        await run.WhenCancelledAsync();
        Assert.Equal(TaskState.Stopped, (await runner.OutcomeOf(handle)).State);
        Assert.False((await other.GetAsync(handle.Id)).StopRequested);
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_stop_reaches_the_retry_and_not_the_zombie_of_the_attempt_before(ContainerKind kind)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(7);
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.Timeout, options.MaxAttempts, options.Retry) = (timeout, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun _) = await bench.RunOneAsync();
        await bench.Time.PassAsync(timeout);
        WorkRun retry = await bench.Work.NextAsync();
        Assert.Equal(Done(handle), await bench.StopAsync(handle.Id));
        await retry.WhenCancelledAsync();
        Assert.Equal(TaskState.Stopped, (await bench.OutcomeOf(handle)).State);
    }

    [Fact]
    public async Task A_stop_does_not_outlive_the_run_that_it_was_meant_for()
    {
        await using Bench first = Bench.Over(ContainerKind.Queue, (_, options) => options.Concurrency = 1);
        first.Method = first.Work.RunStubbornlyAsync;
        await using Bench second = first.Beside(isStarted: false);
        (TaskHandle<string> handle, WorkRun _) = await first.RunOneAsync();

        // The second does not run it; the first stops it, and its slot stays taken; the restarted task then runs at the second.
        Assert.Equal(CommandOutcome.Requested, (await second.StopAsync(handle.Id)).Outcome);
        await first.StopAsync(handle.Id);
        await first.RestartAsync(handle.Id);
        second.Scheduler.Start();

        WorkRun again = await second.Work.NextAsync();
        Assert.False(again.Context.CancellationToken.IsCancellationRequested);
        again.Return("second life");
        Assert.Equal("second life", await first.Scheduler.GetHandle(handle.Id).Completion.Soon());
    }

    [Fact]
    public async Task A_stop_is_not_reported_as_done_if_somebody_else_has_the_task_by_now()
    {
        ManualTime itsOwn = new();
        await using Bench runner = Bench.Made(ContainerKind.Queue);
        await using Bench slow = runner.Beside((_, options) => options.Concurrency = 1, itsOwn);
        (TaskHandle<string> handle, WorkRun _) = await slow.RunOneAsync();

        // The clock of the slow one stands still, so it does not see that its lease runs out; the task is rescued.
        runner.Scheduler.Start();
        await runner.CreateAsync("never started, but the container is prepared now");
        await runner.Time.WhenArmedAsync(Bench.Lease / 3).Soon();
        runner.Time.Advance(Bench.Lease);
        WorkRun rescued = await runner.Work.NextAsync();

        Assert.Equal(new CommandResult(handle.Id, CommandOutcome.Requested, TaskState.Running), await slow.StopAsync(handle.Id));

        Assert.Equal(TaskState.Running, (await runner.GetAsync(handle.Id)).State);
        await runner.Time.PassAsync(Bench.Lease / 3);
        await rescued.WhenCancelledAsync();
        Assert.Equal(TaskState.Stopped, (await runner.OutcomeOf(handle)).State);
    }

    [Fact]
    public async Task A_task_whose_stop_was_requested_stops_instead_of_being_retried()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.MaxAttempts = 5);
        await using Bench other = bench.Beside((_, options) => options.RunTasks = false);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await other.StopAsync(handle.Id);
        run.Throw(new InvalidOperationException());
        Assert.Equal(TaskState.Stopped, (await handle.Outcome.Soon()).State);
    }

    private static CommandResult Done(TaskHandle<string> handle) => new(handle.Id, CommandOutcome.Done, TaskState.Stopped);
}
