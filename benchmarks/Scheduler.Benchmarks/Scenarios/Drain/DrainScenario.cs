using System.Globalization;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>How fast tasks that wait already are run, and what each of them costs in memory.</summary>
internal sealed class DrainScenario() : RoundScenario(
    "drain",
    "Enqueues N no-op (int, int) tasks, then starts the scheduler and measures until the last one has run.",
    new RunOptions(tasks: 1_000_000, batch: 1))
{
    protected override string Compared => "per_second";

    protected override Task<Measurement> MeasureAsync(ITaskSystemFactory system, RunSettings settings, CancellationToken cancellationToken) =>
        DrainRound.MeasureAsync(system, settings.For(system), settings.Timeout, cancellationToken);

    protected override string Describe(Figures figures)
    {
        const string Commits = "commits_per_1000_tasks";
        string commits = figures.Has(Commits) ? string.Create(CultureInfo.InvariantCulture, $", {figures[Commits]:N1} commits for 1,000 tasks") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{figures["seconds"],7:N3} s = {figures["per_second"],12:N0}/s{commits}");
    }
}
