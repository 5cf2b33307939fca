using System.CommandLine;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>How fast tasks that wait already are run, and what each of them costs in memory.</summary>
internal sealed class DrainScenario : IScenario
{
    private readonly Option<string> _container = CommonOptions.Container();
    private readonly Option<int> _tasks = CommonOptions.Tasks(1_000_000);
    private readonly Option<int> _concurrency = CommonOptions.Concurrency();
    private readonly Option<int> _rounds = CommonOptions.Rounds();
    private readonly Option<int> _timeout = CommonOptions.Timeout();

    private readonly Option<int> _warmups = CommonOptions.Number(
        "--warmups", "W", "How many rounds come before the measured ones, so that code is compiled and optimised.", 1, least: 0);

    private readonly Option<int> _batch = CommonOptions.Number(
        "--batch", "B", "How many tasks our scheduler is given with one call: 1 is EnqueueAsync, more is EnqueueManyAsync.", 1);

    private readonly Option<bool> _peers = CommonOptions.Peers(
        "a bare Channel<T> (the floor), Hangfire in memory and Quartz in memory");

    private readonly Option<int> _peerTasks = CommonOptions.Number(
        "--peer-tasks", "N", "The most tasks for Hangfire and Quartz, which are slower by orders of magnitude.", 20_000);

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new("drain", "Enqueues N no-op (int, int) tasks, then starts the scheduler and measures until the last one has run.")
        {
            _container, _tasks, _concurrency, _batch, _peers, _peerTasks, _rounds, _warmups, _timeout,
        };
        command.SetAction((parsed, cancellationToken) => new DrainRun(Read(parsed), output).RunAsync(cancellationToken));
        return command;
    }

    private DrainSettings Read(ParseResult parsed) => new()
    {
        Container = parsed.GetRequiredValue(_container),
        Tasks = parsed.GetRequiredValue(_tasks),
        PeerTasks = parsed.GetRequiredValue(_peerTasks),
        Concurrency = parsed.GetRequiredValue(_concurrency),
        Batch = parsed.GetRequiredValue(_batch),
        Rounds = parsed.GetRequiredValue(_rounds),
        Warmups = parsed.GetRequiredValue(_warmups),
        Timeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(_timeout)),
        Peers = parsed.GetValue(_peers),
    };
}
