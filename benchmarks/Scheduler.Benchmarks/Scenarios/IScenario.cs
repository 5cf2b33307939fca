using System.CommandLine;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios;

/// <summary>Something that is measured, with a command of its own.</summary>
internal interface IScenario
{
    /// <summary>Makes the command that measures it and writes one JSON line for each result.</summary>
    Command CreateCommand(BenchmarkOutput output);
}
