using System.CommandLine;
using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Tasks.Kinds;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>What a host with many kinds of tasks costs while nothing is to be done, and how long it takes to start.</summary>
internal sealed class IdleScenario : IScenario
{
    private const string ProcessCommand = "process";

    private readonly Option<string> _container = CommonOptions.Container();

    private readonly Option<int> _kinds = CommonOptions.Number(
        "--kinds", "N", "How many kinds of tasks the host knows.", HundredKinds.All.Count, most: HundredKinds.All.Count);

    private readonly Option<int> _seconds = CommonOptions.Number("--seconds", "S", "How long the idle host is measured.", 10);

    private readonly Option<int> _warmUp = CommonOptions.Number(
        "--warm-up", "S", "How long the host has been idle before it is measured: a thread of the pool ends after 20 seconds without work.", 25);

    private readonly Option<bool> _peers = CommonOptions.Peers("a host without a scheduler (the floor); in memory a bare Channel<T>, Hangfire and Quartz; in PostgreSQL Hangfire");
    private readonly Option<int> _timeout = CommonOptions.Timeout();
    private readonly Option<string> _system = new("--system") { Required = true };
    private readonly Option<bool> _prepare = new("--prepare");

    public Command CreateCommand(BenchmarkOutput output)
    {
        Option[] options = [_container, _kinds, _seconds, _warmUp, _peers, _timeout];

        // Each system has a process of its own: what it starts is compiled there for the first time, as in every program, and its threads are its own.
        Command process = new(ProcessCommand) { _system, _prepare };
        process.Hidden = true;
        process.SetAction((parsed, cancellationToken) =>
            new IdleProcess(Read(parsed), output).RunAsync(parsed.GetRequiredValue(_system), parsed.GetValue(_prepare), cancellationToken));

        Command command = new("idle", "Starts a host with N kinds of no-op tasks and measures what it costs while nothing is to be done.") { process };
        command.SetAction((parsed, cancellationToken) => new IdleRun(Read(parsed), output).RunAsync(cancellationToken));
        foreach (Option option in options)
        {
            command.Add(option);
            process.Add(option);
        }

        return command;
    }

    /// <summary>The command line of the process that measures one system.</summary>
    public static string[] ProcessArguments(IdleSettings settings, string system, bool prepare) =>
    [
        "idle", ProcessCommand, "--system", system, "--container", settings.Container, "--kinds", Text(settings.Kinds),
        "--seconds", Text(settings.Measured.TotalSeconds), "--warm-up", Text(settings.WarmUp.TotalSeconds), "--timeout", Text(settings.Timeout.TotalSeconds),
        .. prepare ? (string[])["--prepare"] : [],
    ];

    private IdleSettings Read(ParseResult parsed) => new()
    {
        Container = parsed.GetRequiredValue(_container),
        Kinds = parsed.GetRequiredValue(_kinds),
        Measured = TimeSpan.FromSeconds(parsed.GetRequiredValue(_seconds)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetRequiredValue(_warmUp)),
        Timeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(_timeout)),
        Peers = parsed.GetValue(_peers),
    };

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
