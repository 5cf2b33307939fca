using System.Diagnostics;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>One system in a process of its own: started, and then either measured while it is idle, or closed once its tables are there.</summary>
internal sealed class IdleProcess(IdleSettings settings, BenchmarkOutput output)
{
    /// <param name="system">Which system.</param>
    /// <param name="prepare">Whether it is started over an empty database, and leaves one waiting task of each kind there.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string system, bool prepare, CancellationToken cancellationToken)
    {
        if (prepare)
        {
            await DurableStores.CleanAsync(settings.Container);
        }

        RunCounter counter = new(settings.Kinds);
        NoOp.Counter = counter;
        long begin = Stopwatch.GetTimestamp();
        IdleLine line;
        await using (ITaskSystem started = await IdleSystems.CreateAsync(system, settings))
        {
            await started.StartAsync();
            double startMs = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            bool findsTasks = system == IdleSystems.Ours && settings.IsDurable && !prepare;
            if (!findsTasks)
            {
                await started.EnqueueAsync(settings.Kinds, batch: 1);
            }

            bool runsTasks = system != IdleSystems.EmptyHost;
            if (runsTasks && !await counter.WaitAsync(settings.Timeout, cancellationToken))
            {
                await Console.Error.WriteLineAsync($"{counter.Ran} of {settings.Kinds} tasks ran within {settings.Timeout.TotalSeconds:N0} s");
                return ExitCodes.WrongResult;
            }

            line = new()
            {
                System = system,
                Container = settings.Container,
                Kinds = IdleSystems.KindsOf(system, settings),

                // What a peer does before it is started is not timed, so neither is this.
                StartMs = started is HostSystem ? Rounded(startMs) : null,
                ReadyMs = started is HostSystem && runsTasks ? Rounded(Stopwatch.GetElapsedTime(begin, counter.FinishedAt).TotalMilliseconds) : null,
            };
            if (!prepare)
            {
                line = await MeasureAsync(line, cancellationToken);
            }
        }

        if (prepare)
        {
            // By a host that is not started and so runs nothing.
            await using ITaskSystem adding = await IdleSystems.CreateAsync(system, settings);
            await adding.EnqueueAsync(settings.Kinds, batch: 1);
        }

        output.Write(line, LineContext.Default.IdleLine);
        return ExitCodes.Success;
    }

    private async Task<IdleLine> MeasureAsync(IdleLine line, CancellationToken cancellationToken)
    {
        await using StoreMeter? store = StoreMeter.For(settings.Container);
        await ReadAsync(store, cancellationToken);
        await Task.Delay(settings.WarmUp, TimeProvider.System, cancellationToken);

        StoreReading before = await ReadAsync(store, cancellationToken);
        Stretch.Meter meter = Stretch.Begin();
        await Task.Delay(settings.Measured, TimeProvider.System, cancellationToken);
        Stretch stretch = meter.End();
        using Process process = Process.GetCurrentProcess();
        int threads = process.Threads.Count;
        long timers = Timer.ActiveCount;
        StoreReading after = await ReadAsync(store, cancellationToken);

        double storeSeconds = Stopwatch.GetElapsedTime(before.Timestamp, after.Timestamp).TotalSeconds;
        return line with
        {
            Seconds = Rounded(stretch.Seconds),
            TransactionsPerSecond = Rounded((after.Counts?.Transactions - before.Counts?.Transactions) / storeSeconds),
            StatementsPerSecond = Rounded((after.Counts?.Statements - before.Counts?.Statements) / storeSeconds),
            Connections = store is null ? null : await store.CountConnectionsAsync(cancellationToken),
            Threads = threads,
            Timers = timers,
            CpuMsPerSecond = Rounded(stretch.CpuSeconds * 1000 / stretch.Seconds),
            AllocatedBytesPerSecond = Rounded(stretch.Bytes / stretch.Seconds),
            WorkingSetBytes = process.WorkingSet64,
        };
    }

    private static async Task<StoreReading> ReadAsync(StoreMeter? store, CancellationToken cancellationToken)
    {
        StoreCounts? counts = store is null ? null : await store.CountAsync(cancellationToken);
        return new(counts, Stopwatch.GetTimestamp());
    }

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 1) : null;

    private readonly record struct StoreReading(StoreCounts? Counts, long Timestamp);
}
