namespace GeneratedScheduler.Benchmarks.Scenarios.Bloat;

/// <summary>What the command line of <c>bloat</c> asks for.</summary>
internal sealed record BloatSettings
{
    public required string Container { get; init; }

    /// <summary>How long each phase takes.</summary>
    public required TimeSpan Phase { get; init; }

    /// <summary>How long load has run before the first phase: code is compiled, and the server has seen the tables full.</summary>
    public required TimeSpan WarmUp { get; init; }

    public required int Concurrency { get; init; }

    public required int Batch { get; init; }

    /// <summary>How many tasks may wait at once.</summary>
    public required int Backlog { get; init; }
}
