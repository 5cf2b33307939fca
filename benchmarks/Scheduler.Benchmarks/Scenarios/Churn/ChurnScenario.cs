using System.Globalization;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Churn;

/// <summary>Tasks are added while others run, as in a service that never ends: how fast, and whether memory stays flat.</summary>
internal sealed class ChurnScenario() : RoundScenario(
    "churn",
    "Adds N no-op (int, int) tasks while they run, with at most --backlog of them waiting, and looks at the memory on the way.",
    new RunOptions(tasks: 200_000, batch: 500))
{
    protected override string Compared => "per_second";

    protected override Task<Measurement> MeasureAsync(ITaskSystemFactory system, RunSettings settings, CancellationToken cancellationToken) =>
        ChurnRound.MeasureAsync(system, settings.For(system), settings, cancellationToken);

    protected override string Describe(Figures figures) => string.Create(
        CultureInfo.InvariantCulture, $"{figures["seconds"],7:N3} s = {figures["per_second"],12:N0}/s")
        + (figures.Has("heap_growth_bytes_per_task")
            ? string.Create(CultureInfo.InvariantCulture, $", the heap grew by {figures["heap_growth_bytes_per_task"]:N1} bytes a task")
            : "");
}
