using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class CloseTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_closing_scheduler_lets_running_tasks_finish_and_claims_nothing_more(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        (TaskHandle<string> running, WorkRun run) = await bench.RunOneAsync("running");
        TaskHandle<string> waiting = await bench.EnqueueAsync("waiting");
        Task closing = bench.CloseAsync();
        await bench.Time.WhenArmedAsync(Bench.ShutdownTimeout).Soon();
        Assert.Equal(SchedulerState.Closed, bench.Scheduler.GetStatus().State);
        Assert.False(closing.IsCompleted);
        Assert.False(run.Context.CancellationToken.IsCancellationRequested);

        run.Return("finished");
        await closing.Soon();

        Assert.Equal("finished", (await bench.OutcomeOf(running)).Result);
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(waiting.Id)).State);
        Assert.Equal(1, bench.Work.Starts);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task What_does_not_finish_is_cancelled_and_given_back_and_goes_on_elsewhere_in_the_same_attempt(
        ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.MaxAttempts = 3);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await using Bench other = bench.Beside((_, options) => options.MaxAttempts = 3);
        Task closing = bench.CloseAsync();
        await bench.Time.PassAsync(Bench.ShutdownTimeout);
        await run.WhenCancelledAsync();
        await closing.Soon();
        Assert.Equal(0, bench.Scheduler.GetStatus().Running);

        WorkRun again = await other.Work.NextAsync();
        Assert.Equal((handle.Id, 1), (again.Context.Id, again.Context.Attempt));
        TaskRecord<string, string> record = await other.GetAsync(handle.Id);
        Assert.Equal((other.Scheduler.Claimant, 0, null), (record.Owner, record.Losses, record.Failure));
        again.Return("elsewhere");
        Assert.Equal("elsewhere", (await other.OutcomeOf(handle)).Result);
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_close_ends_under_a_clock_that_stands_still(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) =>
        {
            options.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
            options.StopTimeout = TimeSpan.FromMilliseconds(100);
        });

        // Nothing that the close waits for ever comes: the code does not end, and every move fails and is repeated after a wait.
        bench.Method = bench.Work.RunStubbornlyAsync;
        bench.Container.BeforeApply = static _ => throw new IOException("connection lost");
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        await bench.CloseAsync().Soon();
        Assert.Equal(SchedulerState.Closed, bench.Scheduler.GetStatus().State);
        run.Return();
    }

    [Theory]
    [InlineData(ContainerKind.Queue, false)]
    [InlineData(ContainerKind.Queue, true)]
    [InlineData(ContainerKind.Shared, false)]
    public async Task Code_that_ignores_the_close_holds_it_up_for_the_stop_timeout_only(ContainerKind kind, bool blocks)
    {
        await using Bench bench = Bench.Over(kind);
        bench.Method = blocks ? bench.Work.Block : bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Task closing = bench.CloseAsync();
        await bench.Time.PassAsync(Bench.ShutdownTimeout);
        await bench.Time.PassAsync(Bench.StopTimeout);
        await closing.Soon();
        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, 0), (record.State, record.Attempt));
        Assert.Equal(0, (await bench.CountAsync()).Running);

        await using Bench other = bench.Beside();
        WorkRun again = await other.Work.NextAsync();
        run.Return("too late");
        again.Return("by the other");
        Assert.Equal("by the other", (await other.OutcomeOf(handle)).Result);
    }

    [Fact]
    public async Task Code_that_finishes_although_it_was_cancelled_succeeds()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Task closing = bench.CloseAsync();
        await bench.Time.PassAsync(Bench.ShutdownTimeout);
        await run.WhenCancelledAsync();
        run.Return("just in time");
        await closing.Soon();
        Assert.Equal("just in time", await handle.Completion.Soon());
    }

    [Fact]
    public async Task A_cancelled_close_cancels_running_tasks_at_once()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        using CancellationTokenSource impatience = new();
        Task closing = bench.Scheduler.CloseAsync(impatience.Token);
        await bench.Time.WhenArmedAsync(Bench.ShutdownTimeout).Soon();
        await impatience.CancelAsync();
        await run.WhenCancelledAsync();
        await closing.Soon();
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task Closing_twice_is_harmless_and_so_is_disposing_afterwards()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        Task first = bench.CloseAsync();
        Task second = bench.CloseAsync();
        Task third = bench.Scheduler.DisposeAsync().AsTask();
        Assert.False(second.IsCompleted);
        run.Return();
        await Task.WhenAll(first, second, third).Soon();
        await bench.CloseAsync().Soon();
        await bench.Scheduler.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task A_second_close_that_is_cancelled_ends_the_patience_of_the_first()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> _, WorkRun run) = await bench.RunOneAsync();
        Task first = bench.CloseAsync();
        await bench.Time.WhenArmedAsync(Bench.ShutdownTimeout).Soon();
        _ = bench.CloseAtOnceAsync();
        await run.WhenCancelledAsync();
        await first.Soon();
    }

    [Fact]
    public async Task A_closed_scheduler_takes_no_tasks_and_no_commands_and_cannot_be_started()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return("result");
        await handle.Completion.Soon();
        await bench.CloseAsync().Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.EnqueueAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.EnqueueManyAsync(["a"]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.CreateAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.StopAsync(handle.Id));
        Assert.Throws<ObjectDisposedException>(bench.Scheduler.Start);
        Assert.Equal("result", await handle.Completion.Soon());
        Assert.Equal(1, (await bench.CountAsync()).Succeeded);
    }

    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task Closing_needs_no_time_while_the_scheduler_is_idle_paused_or_was_never_started(ContainerKind kind)
    {
        await using (Bench idle = Bench.Over(kind))
        {
            await idle.CloseAsync().Soon();
        }

        await using (Bench paused = Bench.Made(kind))
        {
            paused.Scheduler.Pause();
            paused.Scheduler.Start();
            await paused.EnqueueAsync();
            await paused.CloseAsync().Soon();
            paused.Scheduler.Resume();
            Assert.Equal(0, paused.Work.Starts);
        }

        await using Bench made = Bench.Made(kind);
        await made.EnqueueAsync();
        await made.CloseAsync().Soon();
        Assert.Equal(SchedulerState.Closed, made.Scheduler.GetStatus().State);
    }

    [Fact]
    public async Task A_patience_of_zero_cancels_at_once()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.ShutdownTimeout = TimeSpan.Zero);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await bench.CloseAsync().Soon();
        await run.WhenCancelledAsync();
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task A_thread_that_waits_for_the_close_and_serves_its_own_queue_does_not_hold_it_up()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        SynchronizationContext? before = SynchronizationContext.Current;
        Task closing;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new StuckContext());
            closing = bench.Scheduler.CloseAsync(CancellationToken.None);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        await closing.Soon();
    }

    // A user interface whose thread waits: what is posted to it never runs.
    private sealed class StuckContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
