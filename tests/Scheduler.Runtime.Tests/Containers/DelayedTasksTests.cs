using CsCheck;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class DelayedTasksTests
{
    private readonly CountingTime _time = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_timer_serves_all_delayed_tasks_and_wakes_at_the_first()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time);
        for (int i = 30; i > 0; i--)
        {
            await queue.AddOneAsync($"{i}", new EnqueueOptions { Delay = TimeSpan.FromSeconds(i) });
        }

        Task first = queue.WaitForTasksAsync(ContainerDriver.AnyClaim, Timeout.InfiniteTimeSpan, _cancellation).AsTask();
        Assert.Equal(1, _time.Timers);
        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1) + TimeSpan.FromMilliseconds(1));
        await first;
        Assert.Equal("1", await queue.ClaimNamesAsync(9));

        Task second = queue.WaitForTasksAsync(ContainerDriver.AnyClaim, Timeout.InfiniteTimeSpan, _cancellation).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        await second;
        Assert.Equal("2", await queue.ClaimNamesAsync(9));
        Assert.Equal(1, _time.Timers);
    }

    [Fact]
    public async Task A_task_due_beyond_what_a_timer_takes_wakes_on_its_day()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time);
        await queue.AddOneAsync("far", new EnqueueOptions { Delay = TimeSpan.FromDays(400) });
        Task awake = queue.WaitForTasksAsync(ContainerDriver.AnyClaim, Timeout.InfiniteTimeSpan, _cancellation).AsTask();

        _time.Advance(TimeSpan.FromDays(399));
        Assert.False(awake.IsCompleted);
        _time.Advance(TimeSpan.FromDays(1));

        await awake;
        Assert.Equal("far", await queue.ClaimNamesAsync(9));
    }

    [Fact]
    public async Task A_new_first_task_moves_the_timer_and_a_stopped_one_does_no_harm()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time);
        await queue.AddOneAsync("late", new EnqueueOptions { Delay = TimeSpan.FromMinutes(3) });
        TaskId stopped = await queue.AddOneAsync("stopped", new EnqueueOptions { Delay = TimeSpan.FromMinutes(1) });
        await queue.AddOneAsync("early", new EnqueueOptions { Delay = TimeSpan.FromMinutes(2) });
        Assert.Equal(CommandOutcome.Done, await queue.ExecuteAsync(TaskCommand.Stop, stopped));
        Task awake = queue.WaitForTasksAsync(ContainerDriver.AnyClaim, Timeout.InfiniteTimeSpan, _cancellation).AsTask();

        _time.Advance(TimeSpan.FromMinutes(1.5));
        Assert.False(awake.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(0.5));

        await awake;
        Assert.Equal("early", await queue.ClaimNamesAsync(9));
    }

    /// <summary>More than one hold of the lock makes ready.</summary>
    [Fact]
    public async Task Thousands_of_tasks_due_at_one_moment_are_all_claimed()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time);
        EnqueueOptions later = new() { Delay = TimeSpan.FromHours(1) };
        NewTask<string>[] tasks = [.. Enumerable.Range(0, 5_000).Select(i => ContainerDriver.NewTask($"{i}", later))];
        await queue.AddAsync(tasks, default, _cancellation);
        _time.SetUtcNow(_time.GetUtcNow().AddHours(1));

        Assert.Equal(5_000, (await queue.ClaimAsync(10_000)).Count);
    }

    /// <summary>The heap against sorting.</summary>
    [Fact]
    public void Any_sequence_of_adding_removing_and_taking_keeps_the_order()
    {
        Gen.Int[0, 99].Array[0, 300].Sample(steps =>
        {
            DelayedTasks heap = new();
            List<TaskNode> model = [];
            for (int i = 0; i < steps.Length; i++)
            {
                if (steps[i] < 60 || model.Count == 0)
                {
                    Node added = new() { NotBefore = steps[i], Sequence = i };
                    heap.Add(added);
                    model.Add(added);
                }
                else
                {
                    TaskNode gone = steps[i] < 80 ? First(model) : model[i % model.Count];
                    model.Remove(gone);
                    Remove(heap, gone, isFirst: steps[i] < 80);
                }

                Assert.Equal(model.Count, heap.Count);
                Assert.Equal(model.Count == 0 ? long.MaxValue : First(model).NotBefore, heap.EarliestDue);
            }
        });
    }

    private static TaskNode First(List<TaskNode> model) => model.OrderBy(n => n.NotBefore).ThenBy(n => n.Sequence).First();

    private static void Remove(DelayedTasks heap, TaskNode gone, bool isFirst)
    {
        if (isFirst)
        {
            Assert.Same(gone, heap.TakeFirst());
        }
        else
        {
            heap.Remove(gone);
        }

        Assert.Equal(TaskNode.NotDelayed, gone.DelayedIndex);
    }

    private sealed class Node() : TaskNode(TaskId.New(), EnqueueOptions.Default, TaskState.Waiting);

    private sealed class CountingTime : FakeTimeProvider
    {
        internal int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
