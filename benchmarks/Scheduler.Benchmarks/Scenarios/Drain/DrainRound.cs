using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>One system, once: made, filled, started, measured until its last task was over, and closed.</summary>
internal static class DrainRound
{
    public static async Task<Measurement> MeasureAsync(
        ITaskSystemFactory factory, SystemSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RunCounter counter = new(settings.Tasks);
        NoOp.Counter = counter;
        await using StoreMeter? store = StoreMeter.For(settings.Container);
        Stretch enqueue, drain;
        StoreCounts? before = null;
        long liveBytes;
        int own;
        await using (ITaskSystem system = await factory.CreateAsync(settings))
        {
            liveBytes = -HeapMeter.LiveBytes();
            Stretch.Meter enqueueMeter = Stretch.Begin();
            await system.EnqueueAsync(settings.Tasks, settings.Batch);
            enqueue = enqueueMeter.End();
            if (store is not null)
            {
                before = await store.ReadAsync(cancellationToken);
            }

            // Also so that every system starts with its tasks in the oldest generation and without garbage of its enqueue.
            liveBytes += HeapMeter.LiveBytes();
            Stretch.Meter drainMeter = Stretch.Begin();
            await system.StartAsync();
            if (await counter.WaitAsync(timeout, cancellationToken))
            {
                await system.SettleAsync(cancellationToken);
            }

            drain = system.IsDurable ? drainMeter.End() : drainMeter.End(counter.FinishedAt);
            own = system.OwnTransactions;
        }

        // Counted once the system is closed: a task that runs twice may do so after the last one.
        StoreCounts? after = store is null ? null : await store.ReadAsync(cancellationToken);
        return new()
        {
            System = factory.Name,
            Container = factory.ContainerOf(settings),
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Ran = counter.Ran,
            Figures = StoreMeter.Add(FiguresOf(settings, counter.Ran, enqueue, drain, liveBytes), before, after, own, settings.Tasks),
        };
    }

    private static Figures FiguresOf(SystemSettings settings, int ran, Stretch enqueue, Stretch drain, long liveBytes)
    {
        double tasks = settings.Tasks;
        return new()
        {
            ["seconds"] = drain.Seconds,
            ["per_second"] = ran / drain.Seconds,
            ["cpu_seconds"] = drain.CpuSeconds,
            ["bytes_per_task"] = (enqueue.Bytes + drain.Bytes) / tasks,
            ["enqueue_bytes_per_task"] = enqueue.Bytes / tasks,
            ["drain_bytes_per_task"] = drain.Bytes / tasks,
            ["live_bytes_per_task"] = liveBytes / tasks,
            ["enqueue_per_second"] = tasks / enqueue.Seconds,
            ["gc_pause_seconds"] = enqueue.GcPauseSeconds + drain.GcPauseSeconds,
        };
    }
}
