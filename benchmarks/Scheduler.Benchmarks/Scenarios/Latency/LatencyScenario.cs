using System.Globalization;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Latency;

/// <summary>How long one task takes from its enqueueing until it starts, and until its end is known, in an idle system.</summary>
internal sealed class LatencyScenario() : RoundScenario(
    "latency",
    "One process enqueues and awaits N no-op (int, int) tasks, one after the other.",
    new RunOptions(tasks: 1_000, batch: 1))
{
    protected override string Compared => "start_p50_ms";

    protected override Task<Measurement> MeasureAsync(ITaskSystemFactory system, RunSettings settings, CancellationToken cancellationToken) =>
        LatencyRound.MeasureAsync(system, settings.For(system), settings.Timeout, cancellationToken);

    protected override string Describe(Figures figures)
    {
        string start = string.Create(
            CultureInfo.InvariantCulture, $"start p50 {figures["start_p50_ms"]:N2} ms, p99 {figures["start_p99_ms"]:N2} ms");
        return figures.Has("completion_p50_ms")
            ? string.Create(CultureInfo.InvariantCulture, $"{start}; completion p50 {figures["completion_p50_ms"]:N2} ms, p99 {figures["completion_p99_ms"]:N2} ms")
            : start;
    }
}
