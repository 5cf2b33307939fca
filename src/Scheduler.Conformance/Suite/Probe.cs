namespace GeneratedScheduler.Conformance;

/// <summary>The payload with which containers are tested.</summary>
/// <param name="Number">A number of the test's own.</param>
/// <param name="Text">Any text, or none.</param>
public sealed record ProbeTask(int Number, string? Text = null);

/// <summary>The result with which containers are tested.</summary>
/// <param name="Number">A number of the test's own.</param>
/// <param name="Text">Any text, or none.</param>
public sealed record ProbeResult(int Number, string? Text = null);
