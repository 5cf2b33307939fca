using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Latency;

/// <summary>One system, once: made, started, and given one task after the other.</summary>
internal static class LatencyRound
{
    // Connections are opened and statements prepared.
    private const int Unmeasured = 20;

    public static async Task<Measurement> MeasureAsync(
        ITaskSystemFactory factory, SystemSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Latencies starts = new(settings.Tasks), completions = new(settings.Tasks);
        int ran = 0;
        await using ITaskSystem system = await factory.CreateAsync(settings);
        await system.StartAsync();
        for (int i = -Unmeasured; i < settings.Tasks; i++)
        {
            // The counter of one run knows when it was: the task has no other way to tell.
            RunCounter counter = new(1);
            NoOp.Counter = counter;
            long begin = Stopwatch.GetTimestamp();
            bool isOver = await RunOneAsync(system, timeout, cancellationToken);
            long end = Stopwatch.GetTimestamp();
            if (!isOver)
            {
                break;
            }

            if (i >= 0)
            {
                starts.Add(begin, counter.FinishedAt);
                completions.Add(begin, end);
                ran += counter.Ran;
            }
        }

        return new()
        {
            System = factory.Name,
            Container = factory.ContainerOf(settings),
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Ran = ran,
            Figures = FiguresOf(starts, system.TellsCompletion ? completions : null),
        };
    }

    // What is lost is not waited for again and again.
    private static async Task<bool> RunOneAsync(ITaskSystem system, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await system.RunOneAsync(timeout, cancellationToken);
            return NoOp.Counter.Ran > 0;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static Figures FiguresOf(Latencies starts, Latencies? completions)
    {
        Figures figures = new();
        starts.AddTo(figures, "start");
        completions?.AddTo(figures, "completion");
        return figures;
    }
}
