using System.Data.Common;
using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability.Faults;

/// <summary>From when to when there was no server, in seconds of Unix time.</summary>
internal readonly record struct Outage(double From, double To);

/// <summary>Lets the faults of a plan happen, and counts them.</summary>
internal sealed class FaultDriver(HarnessOptions options, Store store, WorkerPool pool, Random random)
{
    private readonly List<Task> _pauses = [];
    private readonly Dictionary<FaultKind, int> _made = [];

    public IReadOnlyDictionary<FaultKind, int> Made => _made;

    public List<Outage> Outages { get; } = [];

    public async Task RunAsync(IReadOnlyList<PlannedFault> plan)
    {
        long begin = TimeProvider.System.GetTimestamp();
        foreach (PlannedFault fault in plan)
        {
            TimeSpan early = fault.At - TimeProvider.System.GetElapsedTime(begin);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System).ConfigureAwait(false);
            }

            await HappenAsync(fault.Kind).ConfigureAwait(false);
        }

        await Task.WhenAll(_pauses).ConfigureAwait(false);
    }

    private async Task HappenAsync(FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Kill:
                await pool.KillOneAsync(random).ConfigureAwait(false);
                break;

            case FaultKind.Pause:
                TimeSpan duration = options.Lease * (1.2 + random.NextDouble());
                _pauses.Add(pool.PauseOneAsync(random, duration));
                break;

            case FaultKind.Backend:
                try
                {
                    await store.TerminateBackendsAsync().ConfigureAwait(false);
                }
                catch (DbException)
                {
                    // A server that is just starting again has none.
                }

                break;

            case FaultKind.Restart:
                double from = UnixSeconds();
                await store.RestartAsync().ConfigureAwait(false);
                Outages.Add(new Outage(from, UnixSeconds()));
                break;

            default:
                store.CutHalfOpen(random);
                break;
        }

        _made[fault] = _made.GetValueOrDefault(fault) + 1;
    }

    private static double UnixSeconds() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
