using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>Views while tasks move, clocks are read out of order, stores cannot do everything, and user code throws.</summary>
public sealed class ViewEdgeTests
{
    [Fact]
    public async Task A_stop_of_running_tasks_ends_while_new_ones_are_claimed()
    {
        await using ViewBench bench = ViewBench.With("a");
        await bench.AddAsync("a", TaskState.Running);
        await bench.AddAsync("a", TaskState.Running);
        string? cursor = null;
        int steps = 0;
        do
        {
            TaskCommandStep step = await bench.View.ExecuteAsync(TaskCommand.Stop, new() { States = [TaskState.Running], PageSize = 1, Cursor = cursor }, ViewBench.Cancellation);
            cursor = step.NextCursor;
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            await bench.AddAsync("a", TaskState.Running);
        }
        while (cursor is not null && ++steps < 50);
        Assert.InRange(steps, 0, 10);
    }

    [Fact]
    public async Task A_kind_that_was_over_shows_what_ended_behind_the_cursor()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        await bench.AddAsync("b", TaskState.Failed);
        await bench.AddAsync("a", TaskState.Failed);   // same moment
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        TaskSearch search = new() { States = [TaskState.Failed], PageSize = 2 };
        await bench.AddAsync("b", TaskState.Failed);
        await bench.AddAsync("b", TaskState.Failed);
        TaskRowPage first = await bench.View.ListAsync(search, ViewBench.Cancellation);
        Assert.Equal(["a", "b"], first.Rows.Select(r => r.Kind));
        // ends after everything listed so far
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        TaskId late = await bench.AddAsync("a", TaskState.Failed);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.AddAsync("b", TaskState.Failed);
        await bench.AddAsync("b", TaskState.Failed);
        HashSet<TaskId> seen = [];
        for (string? cursor = first.NextCursor; cursor is not null;)
        {
            TaskRowPage page = await bench.View.ListAsync(search with { PageSize = 3, Cursor = cursor }, ViewBench.Cancellation);
            seen.UnionWith(page.Rows.Select(r => r.Record.Id));
            cursor = page.NextCursor;
        }

        Assert.Contains(late, seen);
    }

    [Fact]
    public async Task The_count_before_a_command_is_what_the_search_finds()
    {
        MemoryTaskContainer<string, int> memory = new(new MemoryContainerOptions { KeepFinished = 1 });
        SchedulerSetup<string, int> setup = new(new TaskDefinition<string, int> { Name = "a" }, new SchedulerOptions { RunTasks = false }) { Container = memory };
        await using Scheduler<string, int> scheduler = new(setup);
        ITaskView view = ITaskView.Of(scheduler);
        for (int i = 0; i < 5; i++)
        {
            await memory.AddAsync(new NewTask<string>[] { new(TaskId.New(), "p", EnqueueOptions.Default) }, default, ViewBench.Cancellation);
            var claimed = new ClaimedTask<string>[1];
            await memory.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(5)), claimed, ViewBench.Cancellation);
            await memory.ApplyAsync(new[] { TaskTransition<int>.Fail(claimed[0].Id, claimed[0].ClaimToken, new TaskFailure(TaskFailureReason.Exception, "x")) }, new bool[1], ViewBench.Cancellation);
        }

        TaskMatches matches = await view.CountAsync(new TaskSearch(), TaskCommand.Restart, cancellationToken: ViewBench.Cancellation);
        TaskRowPage page = await view.ListAsync(new() { States = [TaskState.Failed] }, ViewBench.Cancellation);
        Assert.Equal(page.Rows.Count, matches.Count);
    }

    [Fact]
    public async Task A_merged_list_misses_an_end_that_is_out_of_order_in_memory()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));
        JumpingTime jumping = new(time);
        MemoryTaskContainer<string, int> a = new(new MemoryContainerOptions { TimeProvider = jumping });
        MemoryTaskContainer<string, int> b = new(new MemoryContainerOptions { TimeProvider = time });
        await using Scheduler<string, int> sa = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "a" }, new SchedulerOptions { RunTasks = false }) { Container = a });
        await using Scheduler<string, int> sb = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "b" }, new SchedulerOptions { RunTasks = false }) { Container = b });
        ITaskView view = ITaskView.Of(sa, sb);
        time.Advance(TimeSpan.FromMinutes(1));
        (TaskId Id, long Token) first = await ClaimAsync(a);
        (TaskId Id, long Token) second = await ClaimAsync(a);
        (TaskId Id, long Token) other = await ClaimAsync(b);
        bool isNested = false;
        jumping.BeforeReturn = () =>
        {
            if (!isNested)
            {
                isNested = true;
                time.Advance(TimeSpan.FromMilliseconds(10));
                b.ApplyAsync(new[] { Fail(other) }, new bool[1], ViewBench.Cancellation).AsTask().GetAwaiter().GetResult();
                time.Advance(TimeSpan.FromMilliseconds(10));
                a.ApplyAsync(new[] { Fail(second) }, new bool[1], ViewBench.Cancellation).AsTask().GetAwaiter().GetResult();
            }
        };
        await a.ApplyAsync(new[] { Fail(first) }, new bool[1], ViewBench.Cancellation);
        jumping.BeforeReturn = null;
        HashSet<TaskId> restarted = [];
        int done = 0;
        string? cursor = null;
        do
        {
            TaskCommandStep step = await view.ExecuteAsync(TaskCommand.Restart, new() { States = [TaskState.Failed], PageSize = 1, Cursor = cursor }, ViewBench.Cancellation);
            done += step.Done;
            cursor = step.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(3, done);
    }

    [Fact]
    public async Task A_cursor_of_the_same_kinds_in_another_order_misses_nothing_or_is_refused()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        for (int i = 0; i < 2; i++)
        {
            await bench.AddAsync("a");
            await bench.AddAsync("b");
        }

        TaskSearch search = new() { Kinds = ["a", "b"], States = [TaskState.Waiting], PageSize = 1 };
        TaskRowPage first = await bench.View.ListAsync(search, ViewBench.Cancellation);
        List<TaskRow> rows = [.. first.Rows];
        try
        {
            for (string? cursor = first.NextCursor; cursor is not null;)
            {
                TaskRowPage page = await bench.View.ListAsync(search with { Kinds = ["b", "a"], Cursor = cursor }, ViewBench.Cancellation);
                rows.AddRange(page.Rows);
                cursor = page.NextCursor;
            }
        }
        catch (ArgumentException)
        {
            return;
        }

        Assert.Equal(4, rows.Count);
    }

    [Fact]
    public async Task A_cursor_of_other_kinds_and_states_is_refused_as_documented()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        for (int i = 0; i < 2; i++)
        {
            await bench.AddAsync("a");
        }

        TaskRowPage first = await bench.View.ListAsync(new() { Kinds = ["a"], States = [TaskState.Waiting], PageSize = 1 }, ViewBench.Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => bench.View.ListAsync(new() { PageSize = 1, Cursor = first.NextCursor }, ViewBench.Cancellation).AsTask());
    }

    [Fact]
    public async Task A_persister_whose_exception_throws_does_not_break_the_row()
    {
        MemoryTaskContainer<string, int> memory = new(new MemoryContainerOptions());
        await using Scheduler<string, int> scheduler = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "a" }, new SchedulerOptions { RunTasks = false }) { Container = memory, Persister = new Hostile() });
        (TaskId id, long token) = await ClaimAsync(memory);
        await memory.ApplyAsync(new[] { TaskTransition<int>.Succeed(id, token, 1) }, new bool[1], ViewBench.Cancellation);
        TaskRow row = (await ITaskView.Of(scheduler).GetAsync("a", id, ViewBench.Cancellation))!;
        Assert.NotNull(row.Result.Problem);
    }

    [Fact]
    public async Task A_filter_that_a_store_cannot_check_does_not_hide_the_kinds_behind_it()
    {
        await using ViewBench bench = ViewBench.With("b");
        await bench.AddAsync("b");
        await bench.AddAsync("b");
        await using ITaskStore store = new WithoutPriority();
        TaskDefinition<string, int> definition = new() { Name = "a" };
        ITaskContainer<string, int> container = store.Open(definition, TimeProvider.System);
        await container.AddAsync(new[] { new NewTask<string>(TaskId.New(), "p", EnqueueOptions.Default), new NewTask<string>(TaskId.New(), "p", EnqueueOptions.Default) }, default, ViewBench.Cancellation);
        Scheduler<string, int> a = new(new SchedulerSetup<string, int>(definition, new SchedulerOptions { RunTasks = false }) { Store = store, Container = container });
        Scheduler<string, int> b = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "b" }, new SchedulerOptions { RunTasks = false }) { Container = bench.Hooks["b"] });
        ITaskView view = ITaskView.Of(a, b);
        TaskRowPage first = await view.ListAsync(new() { States = [TaskState.Waiting], PageSize = 1 }, ViewBench.Cancellation);
        TaskRowPage second = await view.ListAsync(new() { States = [TaskState.Waiting], PageSize = 10, Cursor = first.NextCursor, Filter = new() { Priority = 0 } }, ViewBench.Cancellation);
        Assert.Single(second.Failures);
        Assert.Equal(2, second.Rows.Count);
    }

    [Fact]
    public async Task A_count_whose_longest_wait_fails_keeps_to_its_contract()
    {
        await using ViewBench bench = ViewBench.With("a");
        await bench.AddAsync("a");
        MemoryTaskContainer<string, int> memory = new(new MemoryContainerOptions());
        await memory.AddAsync(new[] { new NewTask<string>(TaskId.New(), "p", EnqueueOptions.Default) }, default, ViewBench.Cancellation);
        await using Scheduler<string, int> scheduler = new(new SchedulerSetup<string, int>(new TaskDefinition<string, int> { Name = "w" }, new SchedulerOptions { RunTasks = false }) { Container = new NoWait(memory) });
        TaskKindCounts counts = Assert.Single(await ITaskView.Of(scheduler).CountAsync(ViewBench.Cancellation));
        Assert.True(counts.Failure is null || counts.Counts.Waiting == 0, "Failure says that the tasks could not be counted, but they were.");
    }

    [Fact]
    public async Task A_kind_with_a_line_break_in_its_name_has_pages_or_is_refused_at_the_start()
    {
        ViewBench made;
        try
        {
            made = ViewBench.With("a\nb", "c");
        }
        catch (Exception exception) when (exception is ArgumentException or SchedulerConfigurationException)
        {
            return;
        }

        await using ViewBench bench = made;
        await bench.AddAsync("a\nb");
        await bench.AddAsync("a\nb");
        Assert.Equal(2, (await bench.ListAllAsync(new() { PageSize = 1 })).Count);
    }

    [Fact]
    public async Task A_running_task_that_is_asked_to_stop_is_counted_once_by_a_command_in_memory()
    {
        await using ViewBench bench = ViewBench.With("a", "b");
        await bench.AddAsync("a", TaskState.Running);
        await bench.AddAsync("a", TaskState.Running);
        await bench.AddAsync("b", TaskState.Failed);
        int requested = 0;
        string? cursor = null;
        do
        {
            TaskCommandStep step = await bench.View.ExecuteAsync(TaskCommand.Stop, new() { PageSize = 1, Cursor = cursor }, ViewBench.Cancellation);
            requested += step.Requested;
            cursor = step.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(2, requested);
    }

    [Fact]
    public void A_host_with_a_substitute_has_a_view_of_the_other_schedulers()
    {
        Microsoft.Extensions.DependencyInjection.ServiceCollection services = new();
        global::Microsoft.Extensions.DependencyInjection.SchedulerServiceCollectionExtensions.AddScheduler(services, static _ => { });
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IScheduler>(services, new Substitute());
        using var provider = Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services);
        Assert.Empty(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ITaskView>(provider).Kinds);
    }

    private static TaskTransition<int> Fail((TaskId Id, long Token) task) =>
        TaskTransition<int>.Fail(task.Id, task.Token, new TaskFailure(TaskFailureReason.Exception, "x"));

    private static async Task<(TaskId, long)> ClaimAsync(MemoryTaskContainer<string, int> memory)
    {
        await memory.AddAsync(new NewTask<string>[] { new(TaskId.New(), "p", EnqueueOptions.Default) }, default, ViewBench.Cancellation);
        var claimed = new ClaimedTask<string>[1];
        Assert.Equal(1, await memory.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(5)), claimed, ViewBench.Cancellation));
        return (claimed[0].Id, claimed[0].ClaimToken);
    }

    private sealed class JumpingTime(FakeTimeProvider time) : TimeProvider
    {
        public Action? BeforeReturn { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp()
        {
            long now = time.GetTimestamp();
            BeforeReturn?.Invoke();
            return now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }

    private sealed class Hostile : ITaskDataPersister<string, int>
    {
        public ValueTask SaveAsync(TaskId id, string task, int result, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> LoadAsync(TaskId id, CancellationToken cancellationToken) => throw new BadException();

        public ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class BadException : Exception
    {
        public override string Message => throw new InvalidOperationException("gotcha");
    }

    private sealed class WithoutPriority : ITaskStore
    {
        private readonly ITaskStore _memory = new MemoryStore();

        public string Name => "limited";

        public StoreTraits Traits => StoreTraits.None;

        public IReadOnlyList<string> UnsupportedFilters => [nameof(TaskFilter.Priority)];

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) => _memory.Open(definition, time);

        public ValueTask DisposeAsync() => _memory.DisposeAsync();
    }

    private sealed class NoWait(ITaskContainer<string, int> inner) : DelegatingTaskContainer<string, int>(inner)
    {
        public override ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no");
    }

    private sealed class Substitute : Scheduler<string, int>;
}
