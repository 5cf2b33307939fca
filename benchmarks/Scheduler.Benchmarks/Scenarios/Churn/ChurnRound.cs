using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Churn;

/// <summary>One system, once: made, started, given tasks while it runs them, and closed.</summary>
internal static class ChurnRound
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    public static async Task<Measurement> MeasureAsync(
        ITaskSystemFactory factory, SystemSettings settings, RunSettings run, CancellationToken cancellationToken)
    {
        RunCounter counter = new(settings.Tasks);
        NoOp.Counter = counter;
        MemorySamples memory = new(settings.Tasks);
        await using StoreMeter? store = StoreMeter.For(settings.Container);
        Stretch churn;
        StoreCounts? before = null;
        int own;
        await using (ITaskSystem system = await factory.CreateAsync(settings))
        {
            if (store is not null)
            {
                before = await store.ReadAsync(cancellationToken);
            }

            await system.StartAsync();
            Stretch.Meter meter = Stretch.Begin();
            await AddAsync(system, settings, run, counter, memory, cancellationToken);
            if (await counter.WaitAsync(run.Timeout, cancellationToken))
            {
                await system.SettleAsync(cancellationToken);
            }

            churn = system.IsDurable ? meter.End() : meter.End(counter.FinishedAt);
            memory.Take(settings.Tasks);
            own = system.OwnTransactions;
        }

        StoreCounts? after = store is null ? null : await store.ReadAsync(cancellationToken);
        return new()
        {
            System = factory.Name,
            Container = factory.ContainerOf(settings),
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Ran = counter.Ran,
            Figures = StoreMeter.Add(FiguresOf(settings, counter.Ran, churn, memory), before, after, own, settings.Tasks),
        };
    }

    private static async Task AddAsync(
        ITaskSystem system, SystemSettings settings, RunSettings run, RunCounter counter, MemorySamples memory, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int added = 0; added < settings.Tasks;)
        {
            while (added - counter.Ran >= run.Backlog)
            {
                if (Stopwatch.GetElapsedTime(begin) > run.Timeout)
                {
                    return;
                }

                await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
            }

            int count = Math.Min(settings.Batch, settings.Tasks - added);
            await system.EnqueueAsync(count, settings.Batch);
            added += count;
            memory.TakeIfDue(counter.Ran);
        }
    }

    private static Figures FiguresOf(SystemSettings settings, int ran, Stretch churn, MemorySamples memory)
    {
        Figures figures = new()
        {
            ["seconds"] = churn.Seconds,
            ["per_second"] = ran / churn.Seconds,
            ["cpu_seconds"] = churn.CpuSeconds,
            ["bytes_per_task"] = (double)churn.Bytes / settings.Tasks,
            ["gc_pause_seconds"] = churn.GcPauseSeconds,
        };
        memory.AddTo(figures);
        return figures;
    }
}
