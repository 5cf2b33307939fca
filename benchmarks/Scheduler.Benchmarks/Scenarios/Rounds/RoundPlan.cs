using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>Who is measured, how often, and how they are compared.</summary>
internal sealed record RoundPlan
{
    public required string Scenario { get; init; }

    /// <summary>The first one is ours.</summary>
    public required IReadOnlyList<Contestant> Contestants { get; init; }

    public required int Rounds { get; init; }

    public required int Warmups { get; init; }

    /// <summary>The figure that ratios are made of.</summary>
    public required string Compared { get; init; }

    /// <summary>What is said of a round to people.</summary>
    public required Func<Measurement, string> Note { get; init; }
}
