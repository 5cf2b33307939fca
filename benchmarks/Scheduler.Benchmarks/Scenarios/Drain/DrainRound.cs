using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>One system, once: made, filled, started, measured until its last task was over, and closed.</summary>
internal static class DrainRound
{
    public static async Task<DrainLine> MeasureAsync(
        ITaskSystemFactory factory, SystemSettings settings, int round, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RunCounter counter = new(settings.Tasks);
        NoOp.Counter = counter;
        Stretch enqueue, drain;
        long liveBytes;
        await using (ITaskSystem system = await factory.CreateAsync(settings))
        {
            liveBytes = -HeapMeter.LiveBytes();
            Stretch.Meter enqueueMeter = Stretch.Begin();
            await system.EnqueueAsync(settings.Tasks);
            enqueue = enqueueMeter.End();

            // Also so that every system starts with its tasks in the oldest generation and without garbage of its enqueue.
            liveBytes += HeapMeter.LiveBytes();
            Stretch.Meter drainMeter = Stretch.Begin();
            await system.StartAsync();
            await counter.WaitAsync(timeout, cancellationToken);
            await system.SettleAsync(cancellationToken);
            drain = system.IsDurable ? drainMeter.End() : drainMeter.End(counter.FinishedAt);
        }

        // Counted once the system is closed: a task that runs twice may do so after the last one.
        return ToLine(factory, settings, round, counter.Ran, enqueue, drain, liveBytes);
    }

    private static DrainLine ToLine(
        ITaskSystemFactory factory, SystemSettings settings, int round, int ran, Stretch enqueue, Stretch drain, long liveBytes) => new()
        {
            System = factory.Name,
            Container = factory.ContainerOf(settings),
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Kind = "round",
            Round = round,
            Ran = ran,
            Seconds = Math.Round(drain.Seconds, 6),
            PerSecond = Math.Round(ran / drain.Seconds),
            CpuSeconds = Math.Round(drain.CpuSeconds, 6),
            BytesPerTask = PerTask(enqueue.Bytes + drain.Bytes, settings),
            EnqueueBytesPerTask = PerTask(enqueue.Bytes, settings),
            DrainBytesPerTask = PerTask(drain.Bytes, settings),
            LiveBytesPerTask = PerTask(liveBytes, settings),
            EnqueuePerSecond = Math.Round(settings.Tasks / enqueue.Seconds),
            GcPauseSeconds = Math.Round(enqueue.GcPauseSeconds + drain.GcPauseSeconds, 6),
        };

    private static double PerTask(long bytes, SystemSettings settings) => Math.Round((double)bytes / settings.Tasks, 1);
}
