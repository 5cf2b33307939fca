using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>Peers that are programs of their own: they run as child processes and measure themselves.</summary>
internal static class OutsidePeers
{
    /// <summary>Those that can be measured; of the others it is said why not.</summary>
    public static IEnumerable<Contestant> Of(string scenario, RunSettings settings, BenchmarkOutput output)
    {
        if (!settings.Peers || !PostgreSqlServer.Keeps(settings.Container))
        {
            yield break;
        }

        foreach (NodePeer peer in NodePeer.All)
        {
            if (IsThere(peer.Name, peer.WhyNot(), output))
            {
                yield return new(peer.Name, cancellationToken => peer.MeasureAsync(scenario, settings, cancellationToken));
            }
        }

        // It measures transactions per second, which says nothing about how long one task takes.
        if (scenario != "latency" && IsThere(PgBench.Name, PgBench.WhyNot(), output))
        {
            yield return new(PgBench.Name, PgBench.MeasureAsync);
        }
    }

    private static bool IsThere(string name, string? whyNot, BenchmarkOutput output)
    {
        if (whyNot is not null)
        {
            output.Note($"{name} is left out: {whyNot}");
        }

        return whyNot is null;
    }
}
