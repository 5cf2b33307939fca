using System.CommandLine;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Peers;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>A scenario whose systems take turns, round by round.</summary>
internal abstract class RoundScenario(string name, string description, RunOptions options) : IScenario
{
    /// <summary>The figure that ratios are made of.</summary>
    protected abstract string Compared { get; }

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new(name, description);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new RoundRun(PlanOf(options.Read(parsed), output), output).RunAsync(cancellationToken));
        return command;
    }

    /// <summary>Measures one system of this process once.</summary>
    protected abstract Task<Measurement> MeasureAsync(ITaskSystemFactory system, RunSettings settings, CancellationToken cancellationToken);

    /// <summary>What is said of a round to people.</summary>
    protected abstract string Describe(Figures figures);

    private RoundPlan PlanOf(RunSettings settings, BenchmarkOutput output) => new()
    {
        Scenario = name,
        Contestants =
        [
            .. settings.Systems.Select(system => new Contestant(system.Name, cancellationToken => MeasureAsync(system, settings, cancellationToken))),
            .. OutsidePeers.Of(name, settings, output),
        ],
        Rounds = settings.Rounds,
        Warmups = settings.Warmups,
        Compared = Compared,
        Note = line => Describe(line.Figures),
    };
}
