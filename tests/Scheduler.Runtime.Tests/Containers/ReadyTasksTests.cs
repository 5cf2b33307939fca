using CsCheck;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class ReadyTasksTests
{
    [Fact]
    public async Task A_queue_ignores_priorities()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(new FakeTimeProvider());
        await queue.AddOneAsync("low", new EnqueueOptions { Priority = -1 });
        await queue.AddOneAsync("high", new EnqueueOptions { Priority = 1 });

        Assert.Equal("low high", await queue.ClaimNamesAsync(9));
    }

    [Fact]
    public async Task Extreme_priorities_are_ordered_too()
    {
        await using MemoryTaskContainer<string, int> ordered = ContainerDriver.Ordered(new FakeTimeProvider());
        foreach (int priority in (int[])[0, int.MaxValue, int.MinValue, -1, 1])
        {
            await ordered.AddOneAsync($"{priority}", new EnqueueOptions { Priority = priority });
        }

        Assert.Equal($"{int.MaxValue} 1 0 -1 {int.MinValue}", await ordered.ClaimNamesAsync(9));
    }

    /// <summary>Levels come and go in every way: the order must equal that of sorting all ready tasks.</summary>
    [Fact]
    public void Any_sequence_of_adding_removing_and_taking_keeps_the_order()
    {
        Gen.Int[0, 11].Array[0, 200].Sample(steps =>
        {
            ReadyTasks order = new(TaskOrder.Priority);
            List<Node> ready = [];
            for (int i = 0; i < steps.Length; i++)
            {
                Step(order, ready, steps[i], i);
                Assert.Equal(ready.Count, order.Count);
            }
        });
    }

    private static void Step(ReadyTasks order, List<Node> ready, int step, int number)
    {
        if (step < 6)
        {
            Node added = new(step / 2, number);
            order.Add(added);
            ready.Add(added);
        }
        else if (ready.Count > 0)
        {
            Node gone = step < 10
                ? ready.OrderByDescending(n => n.Options.Priority).ThenBy(n => n.Number).First()
                : ready[number % ready.Count];
            ready.Remove(gone);
            if (step < 10)
            {
                Assert.Same(gone, order.Take());
            }
            else
            {
                order.Remove(gone);
            }
        }
    }

    private sealed class Node(int priority, int number)
        : TaskNode(TaskId.New(), new EnqueueOptions { Priority = priority }, TaskState.Waiting)
    {
        internal int Number => number;
    }
}
