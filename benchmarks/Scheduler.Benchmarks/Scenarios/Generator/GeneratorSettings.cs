namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>What the command line of <c>generator</c> asks for.</summary>
internal sealed record GeneratorSettings
{
    /// <summary>How many annotated methods the project has.</summary>
    public required int Methods { get; init; }

    /// <summary>How many payload types it has, each with an actuator.</summary>
    public required int Classes { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Whether native programs are published to compare their sizes.</summary>
    public required bool Native { get; init; }

    public int Tasks => Methods + Classes;
}
