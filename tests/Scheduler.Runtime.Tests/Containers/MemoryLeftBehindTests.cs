using System.Runtime.CompilerServices;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class MemoryLeftBehindTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Finished_tasks_beyond_those_kept_are_collected()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.KeepFinished = 2);
        List<WeakReference> payloads = [];
        for (int i = 0; i < 5; i++)
        {
            payloads.Add(await AddAsync(queue, EnqueueOptions.Default));
            await FinishAsync(queue);
        }

        Assert.Equal([false, false, false, true, true], AreAlive(payloads));
        GC.KeepAlive(queue);
    }

    [Fact]
    public async Task Stopped_delayed_tasks_are_collected()
    {
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(_time, o => o.KeepFinished = 0);
        List<WeakReference> payloads = [];
        for (int i = 0; i < 40; i++)
        {
            payloads.Add(await AddAndStopAsync(queue, new EnqueueOptions { Delay = TimeSpan.FromHours(i + 1), UniqueKey = $"{i}" }));
        }

        Assert.DoesNotContain(true, AreAlive(payloads));
        GC.KeepAlive(queue);
    }

    /// <summary>A handle keeps the outcome of its task alive, and must not keep the neighbours of that task.</summary>
    [Fact]
    public async Task A_handle_of_a_forgotten_task_keeps_no_other_task_alive()
    {
        await using MemoryTaskContainer<string, int> ordered =
            new(new MemoryContainerOptions { Order = TaskOrder.Priority, KeepFinished = 0, TimeProvider = _time });
        WeakReference before = await AddAsync(ordered, EnqueueOptions.Default);
        (ITaskOutcomeSource<int> handle, TaskId id) = await AddObservedAsync(ordered);
        WeakReference after = await AddAsync(ordered, EnqueueOptions.Default);
        for (int i = 0; i < 3; i++)
        {
            await FinishAsync(ordered);
        }

        Assert.Equal([false, false], AreAlive([before, after]));
        Assert.Equal(1, (await handle.WaitAsync(id)).Result);
        GC.KeepAlive(ordered);
    }

    [Fact]
    public void Schedulers_that_hold_nothing_are_forgotten()
    {
        Claimants claimants = new();
        for (int i = 0; i < 1_000; i++)
        {
            claimants.GetOrAdd(ClaimantId.New());
        }

        Assert.InRange(claimants.Count, 1, 10);
    }

    // Payloads are made in methods of their own, so that no local of a test keeps one alive.
    private static async Task<WeakReference> AddAsync(MemoryTaskContainer<string, int> container, EnqueueOptions options)
    {
        (WeakReference payload, NewTask<string>[] tasks) = MakeTask(options);
        await container.AddAsync(tasks, default, CancellationToken.None);
        return payload;
    }

    private static async Task<WeakReference> AddAndStopAsync(MemoryTaskContainer<string, int> container, EnqueueOptions options)
    {
        (WeakReference payload, NewTask<string>[] tasks) = MakeTask(options);
        await container.AddAsync(tasks, default, CancellationToken.None);
        Assert.Equal(CommandOutcome.Done, await container.ExecuteAsync(TaskCommand.Stop, tasks[0].Id));
        return payload;
    }

    private static async Task<(ITaskOutcomeSource<int> Handle, TaskId Id)> AddObservedAsync(MemoryTaskContainer<string, int> container)
    {
        TaskId id = await container.AddOneAsync("observed");
        return (container.Observe(id)!, id);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Payload, NewTask<string>[] Tasks) MakeTask(EnqueueOptions options)
    {
        string payload = new('x', 10);
        return (new WeakReference(payload), [ContainerDriver.NewTask(payload, options)]);
    }

    private static async Task FinishAsync(ITaskContainer<string, int> container)
    {
        ClaimedTask<string> claimed = Assert.Single(await container.ClaimAsync(1));
        Assert.True(await container.ApplyAsync(TaskTransition<int>.Succeed(claimed.Id, claimed.ClaimToken, 1)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool[] AreAlive(List<WeakReference> references)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return [.. references.Select(r => r.IsAlive)];
    }
}
