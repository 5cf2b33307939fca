namespace GeneratedScheduler;

/// <summary>The result of a task that returns nothing.</summary>
public readonly struct NoResult;
