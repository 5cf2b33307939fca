namespace GeneratedScheduler.Diagnostics;

/// <summary>What is wrong with something that is done over and over.</summary>
/// <param name="Text">It, for people.</param>
/// <param name="IsStoreUnavailable">Whether it is that the database cannot be used.</param>
internal sealed record LoopProblem(string Text, bool IsStoreUnavailable);
