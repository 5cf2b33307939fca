namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>How long one way took to end a task of one kind and to add one of another.</summary>
internal sealed record CommitLine
{
    public string Scenario { get; } = "commit";

    public required string Container { get; init; }

    /// <summary>
    /// <c>commit</c>, <c>apply-and-add</c> (two calls, one after the other), or one of the two alone: <c>apply</c>, <c>add</c>.
    /// </summary>
    public required string Way { get; init; }

    /// <summary>How many times it was measured.</summary>
    public required int Tasks { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }
}
