using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Testing.Tests;

public sealed class FakeTimeRunnerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeRunner _runner = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delayed_task_runs_at_its_moment_and_not_before()
    {
        List<(string, DateTimeOffset)> ran = [];
        await using Scheduler<string, int> scheduler = Start(task => ran.Add((task, _runner.Clock.GetUtcNow())));
        DateTimeOffset began = _runner.Clock.GetUtcNow();
        foreach (int hours in (int[])[3, 1, 2])
        {
            await scheduler.EnqueueAsync($"{hours}", new EnqueueOptions { Delay = hours * Hour }, Cancellation);
        }

        await _runner.RunDueAsync(Cancellation);
        Assert.Empty(ran);
        await _runner.AdvanceAsync(Hour - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Empty(ran);
        await _runner.AdvanceAsync(1.5 * Hour, Cancellation);
        Assert.Equal([("1", began + Hour), ("2", began + 2 * Hour)], ran);
        Assert.Equal(began + 2.5 * Hour - TimeSpan.FromMilliseconds(1), _runner.Clock.GetUtcNow());
        await _runner.RunAllAsync(Cancellation);
        Assert.Equal(("3", began + 3 * Hour), ran[2]);
    }

    [Fact]
    public async Task A_task_that_enqueues_others_is_followed()
    {
        int left = 500;
        Scheduler<string, int>? scheduler = null;
        scheduler = Start(
            async task =>
            {
                if (Interlocked.Decrement(ref left) > 0)
                {
                    await scheduler!.EnqueueAsync("next", new EnqueueOptions { Delay = task == "next" ? TimeSpan.Zero : Hour }, Cancellation);
                }
            });
        await using (scheduler)
        {
            await scheduler.EnqueueAsync("first", cancellationToken: Cancellation);
            await _runner.RunAllAsync(Cancellation);
            Assert.Equal(500, (await scheduler.CountAsync(Cancellation)).Succeeded);
        }
    }

    [Fact]
    public async Task One_kind_may_enqueue_another()
    {
        List<string> ran = [];
        await using Scheduler<string, int> second = Start(ran.Add, name: "second");
        await using Scheduler<string, int> first = Start(async task => await second.EnqueueAsync(task + "!", cancellationToken: Cancellation), name: "first");
        for (int i = 0; i < 200; i++)
        {
            await first.EnqueueAsync($"{i}", cancellationToken: Cancellation);
            await _runner.RunDueAsync(Cancellation);
            Assert.Equal($"{i}!", ran[^1]);
        }
    }

    [Fact]
    public async Task Retries_with_jitter_and_any_start_of_the_clock_are_reached()
    {
        FakeTimeRunner runner = new(new FakeTimeProvider(new DateTimeOffset(2031, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_567)));
        await using Scheduler<string, int> scheduler = Start(
            _ => throw new InvalidOperationException("Never works."), options => options.MaxAttempts = 10, runner);
        TaskHandle<int>[] handles = new TaskHandle<int>[20];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = await scheduler.EnqueueAsync($"{i}", cancellationToken: Cancellation);
            runner.Clock.Advance(new TimeSpan(i * 1_111));
        }

        await runner.RunAllAsync(Cancellation);

        foreach (TaskHandle<int> handle in handles)
        {
            Assert.Equal(TaskState.Failed, (await handle.Outcome).State);
            Assert.Equal(10, (await scheduler.GetAsync(handle.Id, Cancellation))!.Attempt);
        }
    }

    [Fact]
    public async Task A_task_that_does_not_end_is_named()
    {
        TaskCompletionSource end = new();
        FakeTimeRunner runner = new() { Timeout = TimeSpan.FromMilliseconds(200) };
        await using Scheduler<string, int> scheduler = Start(_ => end.Task, name: "slow", runner: runner);
        await scheduler.EnqueueAsync("task", cancellationToken: Cancellation);

        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(() => runner.AdvanceAsync(Hour, Cancellation));

        Assert.Contains("slow: 1 running", late.Message, StringComparison.Ordinal);
        end.SetResult();
        await runner.RunDueAsync(Cancellation);
    }

    [Fact]
    public async Task A_scheduler_that_is_not_started_is_named()
    {
        FakeTimeRunner runner = new() { Timeout = TimeSpan.FromMilliseconds(200) };
        await using Scheduler<string, int> scheduler = Make(_ => Task.CompletedTask, null, "idle", runner);
        await scheduler.EnqueueAsync("task", cancellationToken: Cancellation);

        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(() => runner.RunDueAsync(Cancellation));

        Assert.Contains("idle: 1 due, none running", late.Message, StringComparison.Ordinal);
        scheduler.Start();
        await runner.RunDueAsync(Cancellation);
    }

    [Fact]
    public async Task Tasks_without_an_end_run_into_the_timeout()
    {
        FakeTimeRunner runner = new() { Timeout = TimeSpan.FromMilliseconds(200) };
        Scheduler<string, int>? scheduler = null;
        scheduler = Start(async _ => await scheduler!.EnqueueAsync("again", cancellationToken: Cancellation), name: "endless", runner: runner);
        await using (scheduler)
        {
            await scheduler.EnqueueAsync("once", cancellationToken: Cancellation);
            await Assert.ThrowsAsync<TimeoutException>(() => runner.RunDueAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using CancellationTokenSource giveUp = new();
        TaskCompletionSource end = new();
        await using Scheduler<string, int> scheduler = Start(_ => end.Task);
        await scheduler.EnqueueAsync("task", cancellationToken: Cancellation);
        Task waiting = _runner.RunDueAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        end.SetResult();
    }

    [Fact]
    public async Task Months_pass_at_once()
    {
        await using Scheduler<string, int> scheduler = Start(_ => { });
        TaskHandle<int> handle = await scheduler.EnqueueAsync("task", new EnqueueOptions { Delay = TimeSpan.FromDays(90) }, Cancellation);
        await _runner.RunAllAsync(Cancellation);
        Assert.Equal(TaskState.Succeeded, (await handle.Outcome).State);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _runner.AdvanceAsync(-Hour, Cancellation));
    }

    [Fact]
    public async Task Work_that_runs_elsewhere_is_not_waited_for()
    {
        Elsewhere work = new();
        await using Scheduler<string, int> scheduler = Begin(new TaskDefinition<string, int> { Name = "elsewhere", CreateActuator = _ => work }, _runner);
        TaskHandle<int> handle = await scheduler.EnqueueAsync("task", cancellationToken: Cancellation);
        await _runner.RunDueAsync(Cancellation);
        Assert.Equal(TaskState.Running, await handle.GetStateAsync(Cancellation));

        work.IsDone = true;
        _runner.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(7, await handle.Completion);
        await _runner.RunDueAsync(Cancellation);
    }

    [Fact]
    public async Task A_container_of_the_test_is_kept()
    {
        await using MemoryTaskContainer<string, int> container = new(new MemoryContainerOptions { TimeProvider = _runner.Clock });
        SchedulerSetup<string, int> setup = new(new TaskDefinition<string, int> { Name = "own", CreateActuator = _ => new Delegating(_ => Task.CompletedTask) })
        {
            Container = container,
        };
        _runner.Drive(setup);
        await using Scheduler<string, int> scheduler = new(setup);
        scheduler.Start();
        await scheduler.EnqueueAsync("task", cancellationToken: Cancellation);
        await _runner.RunDueAsync(Cancellation);
        Assert.Equal(1, (await container.CountAsync(Cancellation)).Succeeded);
    }

    private Scheduler<string, int> Start(Action<string> work, Action<SchedulerOptions>? configure = null, FakeTimeRunner? runner = null, string name = "work") => Start(
        task =>
        {
            work(task);
            return Task.CompletedTask;
        },
        configure,
        name,
        runner);

    private Scheduler<string, int> Start(
        Func<string, Task> work, Action<SchedulerOptions>? configure = null, string name = "work", FakeTimeRunner? runner = null)
    {
        Scheduler<string, int> scheduler = Make(work, configure, name, runner ?? _runner);
        scheduler.Start();
        return scheduler;
    }

    private static Scheduler<string, int> Make(Func<string, Task> work, Action<SchedulerOptions>? configure, string name, FakeTimeRunner runner)
    {
        SchedulerSetup<string, int> setup = new(new TaskDefinition<string, int> { Name = name, CreateActuator = _ => new Delegating(work) });
        configure?.Invoke(setup.Options);
        runner.Drive(setup);
        return new Scheduler<string, int>(setup);
    }

    private static Scheduler<string, int> Begin(TaskDefinition<string, int> definition, FakeTimeRunner runner)
    {
        SchedulerSetup<string, int> setup = new(definition);
        runner.Drive(setup);
        Scheduler<string, int> scheduler = new(setup);
        scheduler.Start();
        return scheduler;
    }

    private sealed class Delegating(Func<string, Task> work) : FunctionActuator<string, int>
    {
        protected override async ValueTask<int> InvokeAsync(string task, TaskContext context)
        {
            await work(task);
            return 0;
        }
    }

    private sealed class Elsewhere : ITaskActuator<string, int>
    {
        public bool IsDone { get; set; }

        public ValueTask<StartResult<int>> StartAsync(string task, TaskContext context) => ValueTask.FromResult(StartResult<int>.Started("there"));

        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<string>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
        {
            statuses.Span.Fill(IsDone ? TaskRunStatus.Succeeded : TaskRunStatus.Running());
            return ValueTask.CompletedTask;
        }

        public ValueTask<int> GetOutputAsync(TaskRun<string> run, CancellationToken cancellationToken) => ValueTask.FromResult(7);

        public ValueTask StopAsync(TaskRun<string> run, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
