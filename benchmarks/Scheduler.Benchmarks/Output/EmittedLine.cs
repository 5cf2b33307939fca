namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>How much the generator emits for each task.</summary>
internal sealed record EmittedLine
{
    public string Scenario { get; } = "generator";

    public string Step { get; } = "emitted";

    public required int Tasks { get; init; }

    public required double LinesPerTask { get; init; }

    /// <summary>Method bodies alone.</summary>
    public required double IlBytesPerTask { get; init; }

    /// <summary>What the assembly grows by, with metadata.</summary>
    public required double AssemblyBytesPerTask { get; init; }
}
