namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>One step of the scenario <c>generator</c> in one round, or its median over all rounds.</summary>
internal sealed record GeneratorLine
{
    public string Scenario { get; } = "generator";

    public required string System { get; init; }

    /// <summary>
    /// <c>first</c> generation; one <c>keystroke</c> in a file without tasks; one <c>comment</c> in a file with tasks; the
    /// <c>analysis</c> of the whole project, compiler included; what of that was spent inside each analyzer, by its name, and
    /// inside all <c>analyzers</c>.
    /// </summary>
    public required string Step { get; init; }

    /// <summary>How many tasks the project has.</summary>
    public required int Tasks { get; init; }

    /// <summary><c>cold</c> for the very first round, in which code is compiled; <c>round</c>; or <c>median</c>.</summary>
    public required string Kind { get; init; }

    public int? Round { get; init; }

    public required double Milliseconds { get; init; }

    /// <summary>Processor time of the whole process.</summary>
    public required double CpuMilliseconds { get; init; }

    /// <summary>What was allocated.</summary>
    public required long Bytes { get; init; }
}
