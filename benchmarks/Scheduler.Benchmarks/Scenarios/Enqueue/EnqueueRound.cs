using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Enqueue;

/// <summary>One system, once: made, given tasks, asked how many it has, and closed.</summary>
internal static class EnqueueRound
{
    private const int MostSingles = 2_000;

    // As many requests as a busy web front end has under way.
    private const int Callers = 64;

    public static async Task<Measurement> MeasureAsync(ITaskSystemFactory factory, SystemSettings settings, CancellationToken cancellationToken)
    {
        int singles = Math.Min(settings.Tasks, MostSingles);

        // Before they are measured, as many again: connections are opened and statements prepared.
        SystemSettings sized = settings with { Tasks = settings.Tasks + (4 * singles) };
        await using ITaskSystem system = await factory.CreateAsync(sized);
        await system.EnqueueAsync(singles, 1);
        Stretch.Meter singleMeter = Stretch.Begin();
        await system.EnqueueAsync(singles, 1);
        Stretch single = singleMeter.End();

        await EnqueueBySeveralAsync(system, singles);
        Stretch.Meter concurrentMeter = Stretch.Begin();
        await EnqueueBySeveralAsync(system, singles);
        Stretch concurrent = concurrentMeter.End();

        long? waiting = await system.CountWaitingAsync();
        await using StoreMeter? store = StoreMeter.For(settings.Container);
        StoreCounts? before = store is null ? null : await store.ReadAsync(cancellationToken);
        int ownBefore = system.OwnTransactions;
        Stretch.Meter meter = Stretch.Begin();
        await system.EnqueueAsync(settings.Tasks, settings.Batch);
        Stretch batched = meter.End();

        long? waitingAfter = await system.CountWaitingAsync();
        StoreCounts? after = store is null ? null : await store.ReadAsync(cancellationToken);
        int own = system.OwnTransactions - ownBefore;
        return new()
        {
            System = factory.Name,
            Container = factory.ContainerOf(settings),
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Ran = (int)(waitingAfter - waiting ?? settings.Tasks),
            Figures = StoreMeter.Add(FiguresOf(settings, singles, single, concurrent, batched), before, after, own, settings.Tasks),
        };
    }

    // One by one, by callers that do not wait for each other.
    private static Task EnqueueBySeveralAsync(ITaskSystem system, int count) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => system.EnqueueAsync((count / Callers) + (i < count % Callers ? 1 : 0), 1).AsTask())));

    private static Figures FiguresOf(SystemSettings settings, int singles, Stretch single, Stretch concurrent, Stretch batched) => new()
    {
        ["seconds"] = batched.Seconds,
        ["per_second"] = settings.Tasks / batched.Seconds,
        ["single_per_second"] = singles / single.Seconds,
        ["concurrent_per_second"] = singles / concurrent.Seconds,
        ["cpu_seconds"] = batched.CpuSeconds,
        ["bytes_per_task"] = (double)batched.Bytes / settings.Tasks,
        ["single_bytes_per_task"] = (double)single.Bytes / singles,
        ["gc_pause_seconds"] = batched.GcPauseSeconds,
    };
}
