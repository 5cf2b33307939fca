namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>What one system was measured to do in one round.</summary>
internal sealed record Measurement
{
    public required string System { get; init; }

    public required string Container { get; init; }

    /// <summary>How many tasks this system was given.</summary>
    public required int Tasks { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>How many of them it dealt with; anything but <see cref="Tasks"/> is a fault.</summary>
    public required int Ran { get; init; }

    /// <summary>What was measured, by the name that it has in a line.</summary>
    public required Figures Figures { get; init; }
}
