using GeneratedScheduler.Benchmarks.Scenarios.Drain;

namespace GeneratedScheduler.Benchmarks.Scenarios;

/// <summary>Everything that can be measured. A new scenario needs an entry here and nothing else.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> List { get; } = [new DrainScenario()];
}
