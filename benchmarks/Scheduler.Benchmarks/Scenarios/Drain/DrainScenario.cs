using System.CommandLine;
using System.Globalization;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Peers;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>How fast tasks that wait already are run, and what each of them costs in memory.</summary>
internal sealed class DrainScenario : IScenario
{
    private const string Name = "drain";

    private readonly RunOptions _options = new(tasks: 1_000_000, batch: 1);

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new(Name, "Enqueues N no-op (int, int) tasks, then starts the scheduler and measures until the last one has run.");
        _options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new RoundRun(PlanOf(_options.Read(parsed), output), output).RunAsync(cancellationToken));
        return command;
    }

    private static RoundPlan PlanOf(RunSettings settings, BenchmarkOutput output) => new()
    {
        Scenario = Name,
        Contestants =
        [
            .. settings.Systems.Select(system => new Contestant(
                system.Name, cancellationToken => DrainRound.MeasureAsync(system, settings.For(system), settings.Timeout, cancellationToken))),
            .. OutsidePeers.Of(Name, settings, output),
        ],
        Rounds = settings.Rounds,
        Warmups = settings.Warmups,
        Compared = "per_second",
        Note = static line => string.Create(
            CultureInfo.InvariantCulture, $"{line.Figures["seconds"],7:N3} s = {line.Figures["per_second"],12:N0}/s"),
    };
}
