namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>One window of a phase of the scenario <c>bloat</c>, a whole phase, or how a phase compares with the first.</summary>
internal sealed record BloatLine
{
    public string Scenario { get; } = "bloat";

    public required string Container { get; init; }

    public required int Concurrency { get; init; }

    /// <summary><c>window</c>, <c>phase</c> or <c>ratio</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>before</c>, <c>held</c> (somebody holds an old snapshot) or <c>after</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Of a window: at which second of the phase it ended.</summary>
    public double? Second { get; init; }

    /// <summary>How many tasks ran.</summary>
    public int? Ran { get; init; }

    public double? PerSecond { get; init; }

    /// <summary>The median of the windows: a moment in which the machine did something else does not move it.</summary>
    public double? MedianPerSecond { get; init; }

    /// <summary>The throughput of the whole phase, divided by that of the first.</summary>
    public double? Ratio { get; init; }

    /// <summary>The same of the medians of the windows.</summary>
    public double? MedianRatio { get; init; }

    /// <summary>The slowest window of the phase, divided by the median of the first phase.</summary>
    public double? WorstRatio { get; init; }
}
