namespace GeneratedScheduler;

/// <summary>How far a run has come.</summary>
/// <param name="Fraction">From 0 (nothing done) to 1 (all done).</param>
/// <param name="Message">What it is doing, for people.</param>
public readonly record struct TaskProgress(double Fraction, string? Message = null);
