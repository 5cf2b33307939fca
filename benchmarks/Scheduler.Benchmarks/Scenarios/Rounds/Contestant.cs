using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>A system in a scenario, and how it is measured once.</summary>
internal sealed record Contestant(string Name, Func<CancellationToken, Task<Measurement>> MeasureAsync);
