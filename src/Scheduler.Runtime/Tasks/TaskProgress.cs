namespace GeneratedScheduler;

/// <summary>How far a run has come.</summary>
/// <param name="fraction">From 0 (nothing done) to 1 (all done).</param>
/// <param name="message">What it is doing, for people.</param>
public readonly struct TaskProgress(double fraction, string? message = null)
{
    /// <summary>From 0 (nothing done) to 1 (all done).</summary>
    public double Fraction { get; } = fraction;

    /// <summary>What it is doing, for people.</summary>
    public string? Message { get; } = message;
}
