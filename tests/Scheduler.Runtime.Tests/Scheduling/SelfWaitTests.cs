using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Tasks that await tasks of their own kind while they hold a slot.</summary>
public sealed class SelfWaitTests
{
    [Theory]
    [InlineData(ContainerKind.Queue, 1)]
    [InlineData(ContainerKind.Ordered, 1)]
    [InlineData(ContainerKind.Queue, 3)]
    public async Task A_wait_that_can_never_end_throws_and_the_others_go_on(ContainerKind kind, int concurrency)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = concurrency);
        bench.Method = async (task, _) => task == "child" ? "done"
            : await (await bench.Scheduler.EnqueueAsync("child")).Completion + await (await bench.Scheduler.EnqueueAsync("child")).Completion;
        IReadOnlyList<TaskHandle<string>> parents = await bench.EnqueueManyAsync(Enumerable.Repeat("parent", concurrency));

        // Whoever waited last is told; its slot is enough for the children of all others.
        TaskOutcome<string>[] outcomes = await AdvanceUntilAsync(bench, Task.WhenAll(parents.Select(parent => parent.Outcome)));
        TaskFailure failure = Assert.Single(outcomes, outcome => outcome.State == TaskState.Failed).Failure!;
        TaskDeadlockException deadlock = Assert.IsType<TaskDeadlockException>(failure.Exception);
        Assert.Contains(deadlock.Id, parents.Select(parent => parent.Id));
        Assert.Contains($"each of the {concurrency} slots", deadlock.Message, StringComparison.Ordinal);
        Assert.Equal(concurrency - 1, outcomes.Count(outcome => outcome.Result == "donedone"));
        Assert.Empty(bench.Scheduler.GetStatus().Problems);
    }

    [Fact]
    public async Task Who_awaits_many_at_once_is_told_for_all_of_them()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.Concurrency = 1);
        bench.Method = async (task, _) => task == "child" ? "done"
            : string.Concat(await Task.WhenAll((await bench.Scheduler.EnqueueManyAsync(["child", "child", "child"])).Select(child => child.Completion)));
        TaskHandle<string> parent = await bench.EnqueueAsync("parent");
        TaskOutcome<string> outcome = await AdvanceUntilAsync(bench, parent.Outcome);
        Assert.IsType<TaskDeadlockException>(outcome.Failure!.Exception);
    }

    [Fact]
    public async Task A_wait_that_another_slot_can_end_is_left_alone()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.Concurrency = 2);
        TaskCompletionSource<string> child = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource awaiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Method = async (task, _) =>
        {
            if (task == "child")
            {
                return await child.Task;
            }

            Task<string> completion = (await bench.Scheduler.EnqueueAsync("child")).Completion;
            awaiting.SetResult();
            return await completion;
        };
        TaskHandle<string> parent = await bench.EnqueueAsync("parent");
        await awaiting.Task.Soon();
        for (int i = 0; i < 3; i++)
        {
            bench.Time.Advance(Bench.StatusInterval);
        }

        Assert.False(parent.Outcome.IsCompleted);
        child.SetResult("done");
        Assert.Equal("done", await parent.Completion.Soon());
    }

    [Fact]
    public async Task What_a_task_left_behind_may_await_the_next_one()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, static (_, options) => options.Concurrency = 1);
        TaskCompletionSource<string> left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Method = async (task, context) =>
        {
            if (task == "parent")
            {
                TaskHandle<string> child = await bench.Scheduler.EnqueueAsync("child");
                _ = child.Completion.ContinueWith(completed => left.SetFromTask(completed), TaskScheduler.Default);
            }

            return task;
        };
        await bench.EnqueueAsync("parent");
        Assert.Equal("child", await left.Task.Soon());
    }

    [Theory]
    [InlineData(ContainerKind.Shared)]
    [InlineData(ContainerKind.Combined)]
    public async Task Over_a_shared_container_where_others_may_help_it_is_a_problem_of_the_scheduler(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, static (_, options) => (options.Concurrency, options.LeaseDuration) = (1, TimeSpan.FromDays(10)));
        bench.Method = async (task, context) => task == "child" ? "done"
            : await (await bench.Scheduler.EnqueueAsync("child")).Completion.WaitAsync(context.CancellationToken);
        TaskHandle<string> parent = await bench.EnqueueAsync("parent");
        await AdvanceUntilAsync(bench, UntilAsync(() => bench.Scheduler.GetStatus().Problems.Any(problem => problem.Contains(nameof(TaskDeadlockException), StringComparison.Ordinal))));
        Assert.Equal(TaskState.Running, (await bench.GetAsync(parent.Id)).State);
        await bench.StopAsync(parent.Id);
        await AdvanceUntilAsync(bench, UntilAsync(() => bench.Scheduler.GetStatus().Problems.Count == 0));
    }

    [Fact]
    public async Task A_task_cannot_add_another_one_with_the_unique_key_that_it_has_itself()
    {
        foreach (EnqueueConflict onConflict in Enum.GetValues<EnqueueConflict>())
        {
            await using Bench bench = Bench.Over(ContainerKind.Queue);
            EnqueueOptions options = new() { UniqueKey = "timer", OnConflict = onConflict };
            bench.Method = async (task, _) =>
            {
                await bench.Scheduler.EnqueueAsync(task, new EnqueueOptions(options) { Delay = TimeSpan.FromHours(1) });
                return task;
            };
            TaskHandle<string> handle = await bench.EnqueueAsync("timer", options);
            TaskOutcome<string> outcome = await handle.Outcome.Soon();
            DuplicateTaskException refused = Assert.IsType<DuplicateTaskException>(outcome.Failure?.Exception);
            Assert.Contains("DeferTaskException", refused.Message, StringComparison.Ordinal);
            Assert.Equal(handle.Id, refused.Conflicts[0].ExistingId);
        }
    }

    [Fact]
    public async Task Anybody_else_gets_a_handle_of_the_task_that_runs_with_the_key()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        EnqueueOptions options = new() { UniqueKey = "timer", OnConflict = EnqueueConflict.UseExisting };
        (TaskHandle<string> first, WorkRun run) = await bench.RunOneAsync("timer", options);
        Assert.Equal(first, await bench.EnqueueAsync("timer", options));
        run.Return();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await PauseAsync();
        }
    }

    private static async Task<T> AdvanceUntilAsync<T>(Bench bench, Task<T> end)
    {
        await AdvanceUntilAsync(bench, (Task)end);
        return await end;
    }

    private static async Task AdvanceUntilAsync(Bench bench, Task end)
    {
        Task inTime = end.Soon("the end");
        while (await Task.WhenAny(inTime, bench.Time.WhenArmedAsync(Bench.StatusInterval)) != inTime)
        {
            bench.Time.Advance(Bench.StatusInterval);
            await PauseAsync();
        }

        await inTime;
    }

    // On a busy machine the clock must not run away from those who do the work: leases would be over before anybody had a chance to renew them.
    private static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
}
