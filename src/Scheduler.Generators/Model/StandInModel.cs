namespace GeneratedScheduler.Generators.Model;

/// <summary>The names that a task would emit if it were right.</summary>
/// <param name="Namespace">Where; empty for the global namespace.</param>
/// <param name="SchedulerName">The scheduler's simple name.</param>
/// <param name="PayloadName">The payload's simple name, if one is emitted.</param>
/// <param name="Reference">What is marked, for people.</param>
internal sealed record StandInModel(string Namespace, string SchedulerName, string? PayloadName, string Reference);
