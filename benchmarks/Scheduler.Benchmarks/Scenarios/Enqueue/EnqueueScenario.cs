using System.Globalization;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Enqueue;

/// <summary>How fast one producer adds tasks: one by one, and many with one call.</summary>
internal sealed class EnqueueScenario() : RoundScenario(
    "enqueue",
    "Adds no-op (int, int) tasks one by one (at most 2,000) and then N in batches; nothing runs them, and they stay.",
    new RunOptions(tasks: 50_000, batch: 500))
{
    protected override string Compared => "per_second";

    protected override Task<Measurement> MeasureAsync(ITaskSystemFactory system, RunSettings settings, CancellationToken cancellationToken) =>
        EnqueueRound.MeasureAsync(system, settings.For(system), cancellationToken);

    protected override string Describe(Figures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"{figures["per_second"],9:N0}/s")
        + (figures.Has("single_per_second")
            ? string.Create(CultureInfo.InvariantCulture, $" in batches, {figures["single_per_second"],9:N0}/s one by one")
            : "");
}
