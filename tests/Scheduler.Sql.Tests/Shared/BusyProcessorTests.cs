using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Tasks that keep every processor busy for several lease times, beside a second scheduler that rescues what it takes for lost.</summary>
[Collection(nameof(BlockedPool))]
public sealed class BusyProcessorTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    [Theory, InlineData(false), InlineData(true)]
    public Task No_task_runs_twice_while_tasks_keep_all_processors_busy(bool isInFront) => RunAsync(isInFront);

    private static async Task RunAsync(bool isInFront)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(SqliteTestStore.Kind);
        SqlTaskContainer<SpinTask, int> durable = store.Open(SpinScheduler.CreateDefinition());
        await using ITaskContainer<SpinTask, int> container = isInFront ? new CombinedTaskContainer<SpinTask, int>(durable) : durable;
        await using ITaskContainer<SpinTask, int> other = store.Open(SpinScheduler.CreateDefinition());
        await using SpinScheduler scheduler = SpinScheduler.Create(s => Configure(s, container, Environment.ProcessorCount));
        await using SpinScheduler rescuer = SpinScheduler.Create(s => Configure(s, other, 1));
        rescuer.Pause();
        rescuer.Start();
        await rescuer.CountAsync();
        Spinning.Runs.Clear();

        IReadOnlyList<TaskHandle<int>> handles = await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, Environment.ProcessorCount).Select(number => new SpinTask(number, Lease * 4)));
        await Task.WhenAll(handles.Select(handle => handle.Completion)).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Repeat(1, Environment.ProcessorCount), Spinning.Runs.Values);
        Assert.Equal(["0"], await store.QueryAsync("SELECT max(task_losses) FROM spinner"));
    }

    private static void Configure(SchedulerSetup<SpinTask, int> setup, ITaskContainer<SpinTask, int> container, int concurrency)
    {
        setup.Container = container;
        setup.Options.Concurrency = concurrency;
        setup.Options.LeaseDuration = Lease;
    }
}

/// <summary>A task that computes all the time.</summary>
public static class Spinning
{
    /// <summary>How often each number was run.</summary>
    public static ConcurrentDictionary<int, int> Runs { get; } = new();

    [ScheduledTask("spinner")]
    public static int Spin(int number, TimeSpan duration)
    {
        Runs.AddOrUpdate(number, 1, static (_, runs) => runs + 1);
        long begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < duration)
        {
        }

        return number;
    }
}
