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
            if (peer.WhyNot() is { } reason)
            {
                output.Note($"{peer.Name} is left out: {reason}");
                continue;
            }

            yield return new(peer.Name, cancellationToken => peer.MeasureAsync(scenario, settings, cancellationToken));
        }
    }
}
