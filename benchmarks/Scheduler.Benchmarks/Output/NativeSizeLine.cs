namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>What tasks add to a native program.</summary>
internal sealed record NativeSizeLine
{
    public string Scenario { get; } = "generator";

    public string Step { get; } = "native";

    public required int Tasks { get; init; }

    /// <summary>The program with one task.</summary>
    public required long BytesOfOne { get; init; }

    /// <summary>The program with all of them.</summary>
    public required long BytesOfAll { get; init; }

    public required double BytesPerTask { get; init; }
}
