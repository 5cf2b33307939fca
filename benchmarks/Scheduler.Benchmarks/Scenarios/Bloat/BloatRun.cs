using System.Diagnostics;
using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Bloat;

/// <summary>One system under a load that does not end, in three phases.</summary>
internal sealed class BloatRun(BloatSettings settings, BenchmarkOutput output)
{
    // What is left in the end is one backlog.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    private readonly RunCounter _counter = new(int.MaxValue);
    private int _added;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);
        NoOp.Counter = _counter;
        SystemSettings system = new(settings.Container, settings.Backlog, settings.Concurrency, settings.Batch);
        await using ITaskSystem ours = await TaskSystems.Ours.CreateAsync(system);
        await ours.StartAsync();
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task adding = AddAsync(ours, stopping.Token);
        Task measuring = MeasureAsync(cancellationToken);
        await Task.WhenAny(adding, measuring);
        await stopping.CancelAsync();
        await adding;
        await measuring;
        return await HasRunAllAsync(ours, cancellationToken) ? ExitCodes.Success : ExitCodes.WrongResult;
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(settings.WarmUp, TimeProvider.System, cancellationToken);
        List<BloatLine> before = await RunPhaseAsync("before", cancellationToken);
        List<BloatLine> held;
        await using (await OldSnapshot.OpenAsync(settings.Container, cancellationToken))
        {
            held = await RunPhaseAsync("held", cancellationToken);
        }

        List<BloatLine> after = await RunPhaseAsync("after", cancellationToken);
        Compare(before, held);
        Compare(before, after);
    }

    // A task that ran twice would not be added twice: at the end both numbers must be the same.
    private async Task AddAsync(ITaskSystem system, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (_added - _counter.Ran < settings.Backlog)
            {
                await system.EnqueueAsync(settings.Batch, settings.Batch);
                _added += settings.Batch;
            }
            else
            {
                await Task.Delay(LookInterval, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task<List<BloatLine>> RunPhaseAsync(string phase, CancellationToken cancellationToken)
    {
        List<BloatLine> windows = [];
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < settings.Phase)
        {
            int ran = _counter.Ran;
            long windowBegin = Stopwatch.GetTimestamp();
            await Task.Delay(Window, TimeProvider.System, cancellationToken);
            double seconds = Stopwatch.GetElapsedTime(windowBegin).TotalSeconds;
            ran = _counter.Ran - ran;
            BloatLine window = Line("window", phase) with
            {
                Second = Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 1),
                Ran = ran,
                PerSecond = Math.Round(ran / seconds),
            };
            windows.Add(window);
            Write(window);
        }

        Write(Line("phase", phase) with { Ran = windows.Sum(static w => w.Ran), PerSecond = Mean(windows), MedianPerSecond = MedianOf(windows) });
        return windows;
    }

    private void Compare(List<BloatLine> before, List<BloatLine> later)
    {
        BloatLine ratio = Line("ratio", later[0].Phase) with
        {
            Ratio = Math.Round(Mean(later) / Mean(before), 3),
            MedianRatio = Math.Round(MedianOf(later) / MedianOf(before), 3),
            WorstRatio = Math.Round(later.Min(static w => w.PerSecond!.Value) / MedianOf(before), 3),
        };
        Write(ratio);
        output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{ratio.Phase} / before: {ratio.Ratio:N2}, of the medians of the windows {ratio.MedianRatio:N2}, at worst {ratio.WorstRatio:N2}"));
    }

    private async Task<bool> HasRunAllAsync(ITaskSystem system, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestEnd);
        try
        {
            await system.SettleAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Said by the numbers.
        }

        output.Note(_counter.Ran == _added ? $"all {_added} tasks ran once" : $"WRONG: {_counter.Ran} runs of {_added} tasks");
        return _counter.Ran == _added;
    }

    private BloatLine Line(string kind, string phase) => new()
    {
        Container = settings.Container,
        Concurrency = settings.Concurrency,
        Kind = kind,
        Phase = phase,
    };

    private static double Mean(List<BloatLine> windows) => Math.Round(windows.Average(static w => w.PerSecond!.Value));

    private static double MedianOf(List<BloatLine> windows) => Median.Of(windows.Select(static w => w.PerSecond!.Value));

    private void Write(BloatLine line) => output.Write(line, LineContext.Default.BloatLine);
}
