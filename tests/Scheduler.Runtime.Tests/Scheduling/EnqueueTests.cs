using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class EnqueueTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task An_enqueued_task_runs_and_its_handle_has_the_result(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync("a");
        Assert.Equal("a", run.Payload);
        Assert.Equal(handle.Id, run.Context.Id);
        run.Return("result of a");

        TaskOutcome<string> outcome = await bench.OutcomeOf(handle);
        Assert.Equal(new TaskOutcome<string>(TaskState.Succeeded, "result of a", null), outcome);
        Assert.Equal("result of a", await handle.Completion.Soon());
        Assert.Equal(1, (await bench.GetAsync(handle.Id)).Attempt);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Many_tasks_are_added_in_one_step_and_answered_in_their_order(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 3);
        bench.Method = static (task, _) => new ValueTask<string>(task.ToUpperInvariant());
        string[] tasks = [.. Enumerable.Range(0, 500).Select(i => $"task {i}")];

        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(tasks);

        Assert.Equal(tasks.Length, handles.Select(handle => handle.Id).Distinct().Count());
        for (int i = 0; i < tasks.Length; i++)
        {
            Assert.Equal($"TASK {i}", (await bench.OutcomeOf(handles[i])).Result);
        }
    }

    [Fact]
    public async Task Enqueuing_no_tasks_adds_nothing()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        Assert.Empty(await bench.EnqueueManyAsync([]));
        Assert.Equal(default, await bench.CountAsync());
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_created_task_runs_only_after_it_was_started(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        TaskHandle<string> created = await bench.CreateAsync("created");
        (TaskHandle<string> other, WorkRun run) = await bench.RunOneAsync("enqueued later");
        run.Return();
        await bench.OutcomeOf(other);
        Assert.Equal(TaskState.Unstarted, (await bench.GetAsync(created.Id)).State);

        CommandResult started = await bench.StartAsync(created.Id);

        Assert.Equal(CommandOutcome.Done, started.Outcome);
        WorkRun run2 = await bench.Work.NextAsync();
        Assert.Equal("created", run2.Payload);
        run2.Return("at last");
        Assert.Equal("at last", (await bench.OutcomeOf(created)).Result);
        Assert.Equal(CommandOutcome.Refused, (await bench.StartAsync(created.Id)).Outcome);
    }

    [Fact]
    public async Task A_task_enqueued_before_the_start_runs_after_it()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);
        Assert.Equal(SchedulerState.Created, bench.Scheduler.GetStatus().State);

        bench.Scheduler.Start();
        bench.Scheduler.Start();

        (await bench.Work.NextAsync()).Return();
        await handle.Completion.Soon();
        Assert.Equal(1, bench.Work.Starts);
    }

    [Fact]
    public async Task A_scheduler_that_runs_no_tasks_enqueues_and_awaits_those_that_others_run()
    {
        await using Bench runner = Bench.Over(ContainerKind.Queue);
        await using Bench client = runner.Beside((_, options) => options.RunTasks = false);
        TaskHandle<string> handle = await client.EnqueueAsync("from afar");
        (await runner.Work.NextAsync()).Return("done elsewhere");
        Assert.Equal("done elsewhere", await handle.Completion.Soon());
        Assert.Equal(0, client.Work.Starts);
    }

    [Fact]
    public async Task A_second_task_with_a_taken_unique_key_is_refused_and_nothing_is_added()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        TaskHandle<string> first = await bench.EnqueueAsync("first", new EnqueueOptions { UniqueKey = "key" });
        DuplicateTaskException exception = await bench.EnqueueAsync("second", new EnqueueOptions { UniqueKey = "key" })
            .SoonThrows<DuplicateTaskException>();
        Assert.Equal(first.Id, Assert.Single(exception.Conflicts).ExistingId);
        Assert.Contains("'key'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await bench.CountAsync()).Waiting);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task UseExisting_answers_with_a_handle_of_the_task_that_has_the_key(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        EnqueueOptions options = new() { UniqueKey = "key", OnConflict = EnqueueConflict.UseExisting };
        (TaskHandle<string> first, WorkRun run) = await bench.RunOneAsync("first", options);
        TaskHandle<string> second = await bench.EnqueueAsync("second", options);
        Assert.Equal(first.Id, second.Id);
        run.Return("of the first");
        Assert.Equal("of the first", (await bench.OutcomeOf(second)).Result);
        Assert.Equal(1, bench.Work.Starts);

        TaskHandle<string> third = await bench.EnqueueAsync("third", options);
        Assert.NotEqual(first.Id, third.Id);
    }

    [Fact]
    public async Task UseExisting_answers_with_a_handle_of_the_task_that_has_the_id()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        EnqueueOptions options = new() { Id = TaskId.New(), OnConflict = EnqueueConflict.UseExisting };
        (TaskHandle<string> first, WorkRun run) = await bench.RunOneAsync("first", options);
        Assert.Equal(options.Id, first.Id);
        run.Return("of the first");
        await first.Completion.Soon();
        TaskHandle<string> second = await bench.EnqueueAsync("second", options);
        Assert.Equal("of the first", await second.Completion.Soon());
    }

    [Fact]
    public async Task A_taken_id_is_refused_with_a_way_out()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        EnqueueOptions options = new() { Id = TaskId.New() };
        await bench.EnqueueAsync("first", options);
        DuplicateTaskException exception = await bench.EnqueueAsync("second", options).SoonThrows<DuplicateTaskException>();
        Assert.Contains(options.Id.ToString()!, exception.Message, StringComparison.Ordinal);
        Assert.Contains("UseExisting", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_handle_of_a_task_is_found_by_its_id()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        TaskHandle<string> found = bench.Scheduler.GetHandle(handle.Id);
        Assert.Equal(handle, found);
        run.Return("found");
        Assert.Equal("found", await found.Completion.Soon());
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task The_handle_of_an_unknown_task_says_so_when_it_is_awaited(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TaskId unknown = TaskId.New();
        TaskHandle<string> handle = bench.Scheduler.GetHandle(unknown);
        TaskNotFoundException exception = await handle.Completion.SoonThrows<TaskNotFoundException>();
        Assert.Equal(unknown, exception.Id);
    }
}
