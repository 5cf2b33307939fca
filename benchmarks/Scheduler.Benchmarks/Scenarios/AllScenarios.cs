using GeneratedScheduler.Benchmarks.Scenarios.Bloat;
using GeneratedScheduler.Benchmarks.Scenarios.Churn;
using GeneratedScheduler.Benchmarks.Scenarios.Commit;
using GeneratedScheduler.Benchmarks.Scenarios.Drain;
using GeneratedScheduler.Benchmarks.Scenarios.Enqueue;
using GeneratedScheduler.Benchmarks.Scenarios.Generator;
using GeneratedScheduler.Benchmarks.Scenarios.Idle;
using GeneratedScheduler.Benchmarks.Scenarios.Latency;

namespace GeneratedScheduler.Benchmarks.Scenarios;

/// <summary>Everything that can be measured. A new scenario needs an entry here and nothing else.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> List { get; } =
    [
        new DrainScenario(), new EnqueueScenario(), new LatencyScenario(), new ChurnScenario(), new BloatScenario(), new IdleScenario(),
        new CommitScenario(), new GeneratorScenario(),
    ];
}
