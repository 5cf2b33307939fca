using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>What was measured in one round, from 1.</summary>
internal readonly record struct RoundLine(int Round, Measurement Measured);
