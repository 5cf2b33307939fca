using System.CommandLine;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>What the generator and the analyzers cost in the editor and in builds, and how much they emit.</summary>
internal sealed class GeneratorScenario : IScenario
{
    private readonly Option<int> _methods = CommonOptions.Number("--methods", "N", "How many annotated methods the project has.", 1_000);

    private readonly Option<int> _classes = CommonOptions.Number(
        "--classes", "N", "How many annotated payload classes it has, each with an actuator.", 100);

    private readonly Option<int> _rounds = CommonOptions.Rounds();

    private readonly Option<bool> _native = new("--native")
    {
        Description = "Publishes native programs with one task and with all of them, to compare their sizes. Takes minutes.",
    };

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new("generator", "Measures generator and analyzers on a project with many tasks: first run, edits, size of what is emitted.")
        {
            _methods, _classes, _rounds, _native,
        };
        command.SetAction((parsed, cancellationToken) => new GeneratorRun(Read(parsed), output).RunAsync(cancellationToken));
        return command;
    }

    private GeneratorSettings Read(ParseResult parsed) => new()
    {
        Methods = parsed.GetRequiredValue(_methods),
        Classes = parsed.GetRequiredValue(_classes),
        Rounds = parsed.GetRequiredValue(_rounds),
        Native = parsed.GetValue(_native),
    };
}
