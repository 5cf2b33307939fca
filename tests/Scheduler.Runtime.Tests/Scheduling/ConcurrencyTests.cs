using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class ConcurrencyTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task As_many_tasks_run_at_once_as_there_are_slots_and_never_more(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 3);
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(Enumerable.Range(0, 60).Select(i => $"{i}"));
        List<WorkRun> running = await bench.Work.NextAsync(3);
        for (int i = 3; i < handles.Count; i++)
        {
            running[i % 3].Return();
            running[i % 3] = await bench.Work.NextAsync();
        }

        running.ForEach(run => run.Return());
        foreach (TaskHandle<string> handle in handles)
        {
            Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(handle)).State);
        }

        Assert.Equal(3, bench.Work.MostRunning);
        Assert.Equal(handles.Count, bench.Work.Starts);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Tasks_that_block_their_threads_hold_no_more_slots_than_there_are(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 2);
        bench.Method = bench.Work.Block;
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(["a", "b", "c", "d", "e"]);
        List<WorkRun> running = await bench.Work.NextAsync(2);
        for (int i = 2; i < handles.Count; i++)
        {
            running[i % 2].Return();
            running[i % 2] = await bench.Work.NextAsync();
        }

        running.ForEach(run => run.Return());
        foreach (TaskHandle<string> handle in handles)
        {
            Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(handle)).State);
        }

        Assert.Equal(2, bench.Work.MostRunning);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task Free_slots_are_filled_at_once_without_any_interval(ContainerKind kind)
    {
        // The clock stands still: nothing that waits for an interval would ever come.
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 2);
        int running = 0;
        bool tooMany = false;
        bench.Method = async (task, _) =>
        {
            tooMany |= Interlocked.Increment(ref running) > 2;
            if (task[^1] == '5')
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref running);
            return task;
        };
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(Enumerable.Range(0, 900).Select(i => $"{i}"));
        for (int i = 0; i < handles.Count; i++)
        {
            Assert.Equal($"{i}", (await bench.OutcomeOf(handles[i])).Result);
        }

        Assert.False(tooMany);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Code_that_ignores_its_time_out_keeps_its_slot_until_it_returns(bool blocks)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.Concurrency, options.Timeout) = (1, TimeSpan.FromSeconds(7)));
        bench.Method = blocks ? bench.Work.Block : bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> timedOut, WorkRun zombie) = await bench.RunOneAsync("zombie");
        await bench.Time.PassAsync(TimeSpan.FromSeconds(7));
        Assert.Equal(TaskFailureReason.Timeout, (await timedOut.Outcome.Soon()).Failure!.Reason);
        TaskHandle<string> next = await bench.EnqueueAsync("next");
        SchedulerStatus status = bench.Scheduler.GetStatus();
        Assert.Equal((1, 1), (status.Running, status.Overdue));
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(next.Id)).State);

        zombie.Return("too late");

        (await bench.Work.NextAsync()).Return();
        await next.Completion.Soon();
        Assert.Equal(1, bench.Work.MostRunning);
        Assert.Equal(TaskState.Failed, (await bench.GetAsync(timedOut.Id)).State);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_task_that_waits_for_its_retry_holds_no_slot(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.Concurrency, options.MaxAttempts, options.Retry) = (1, 2, RetryPolicy.Fixed(TimeSpan.FromMinutes(9))));
        (TaskHandle<string> retried, WorkRun run) = await bench.RunOneAsync("fails first");
        TaskHandle<string> delayed = await bench.EnqueueAsync("delayed", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        run.Throw(new InvalidOperationException());
        (TaskHandle<string> other, run) = await bench.RunOneAsync("other");
        run.Return();
        await bench.OutcomeOf(other);
        TaskRecord<string, string> record = await bench.GetAsync(retried.Id);
        Assert.Equal(TaskState.Waiting, record.State);
        Assert.Null(record.Owner);
        Assert.Null(record.LeaseUntil);
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(delayed.Id)).State);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task The_limit_of_the_whole_cluster_holds_for_two_schedulers_together(ContainerKind kind)
    {
        await using Bench first = Bench.Over(kind, (_, options) => options.ClusterConcurrency = 3);
        await using Bench second = first.Beside((_, options) => options.ClusterConcurrency = 3);
        int running = 0;
        int most = 0;
        first.Method = second.Method = async (task, _) =>
        {
            int now = Interlocked.Increment(ref running);
            for (int seen = most; now > seen; seen = most)
            {
                Interlocked.CompareExchange(ref most, now, seen);
            }

            await Task.Yield();
            Interlocked.Decrement(ref running);
            return task;
        };
        IReadOnlyList<TaskHandle<string>> handles = await first.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => $"{i}"));
        foreach (TaskHandle<string> handle in handles)
        {
            await first.OutcomeOf(handle);
        }

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_slot_of_the_cluster_that_one_scheduler_frees_is_taken_by_another_at_once()
    {
        await using Bench first = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.ClusterConcurrency, options.Concurrency) = (1, 1));
        (TaskHandle<string> _, WorkRun run) = await first.RunOneAsync();
        await using Bench second = first.Beside((_, options) => options.ClusterConcurrency = 1);
        first.Scheduler.Pause();
        TaskHandle<string> next = await first.EnqueueAsync("next");
        run.Return();
        (await second.Work.NextAsync()).Return("by the second");
        Assert.Equal("by the second", await next.Completion.Soon());
    }
}
