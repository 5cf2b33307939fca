using System.CommandLine;
using GeneratedScheduler.Benchmarks.CommandLine;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>The options of a scenario whose systems take turns.</summary>
internal sealed class RunOptions(int tasks, int batch)
{
    private readonly Option<string> _container = CommonOptions.Container();
    private readonly Option<int> _tasks = CommonOptions.Tasks(tasks);
    private readonly Option<int> _concurrency = CommonOptions.Concurrency();
    private readonly Option<int> _rounds = CommonOptions.Rounds();
    private readonly Option<int> _timeout = CommonOptions.Timeout();

    private readonly Option<int> _warmups = CommonOptions.Number(
        "--warmups", "W", "How many rounds come before the measured ones, so that code is compiled and optimised.", 1, least: 0);

    private readonly Option<int> _batch = CommonOptions.Number(
        "--batch", "B", "How many tasks our scheduler is given with one call: 1 is EnqueueAsync, more is EnqueueManyAsync.", batch);

    private readonly Option<int> _backlog = CommonOptions.Number(
        "--backlog", "L", "How many tasks may wait at once, where tasks are added while others run.", 5_000);

    private readonly Option<bool> _peers = CommonOptions.Peers(
        "in memory a bare Channel<T> (the floor), Hangfire and Quartz; in PostgreSQL Hangfire, Graphile Worker, pg-boss and pgbench (the floor)");

    private readonly Option<int> _peerTasks = CommonOptions.Number(
        "--peer-tasks", "N", "The most tasks for Hangfire and Quartz, which are slower by orders of magnitude.", 20_000);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_container, _tasks, _concurrency, _batch, _backlog, _peers, _peerTasks, _rounds, _warmups, _timeout])
        {
            command.Add(option);
        }
    }

    public RunSettings Read(ParseResult parsed) => new()
    {
        Container = parsed.GetRequiredValue(_container),
        Tasks = parsed.GetRequiredValue(_tasks),
        PeerTasks = parsed.GetRequiredValue(_peerTasks),
        Concurrency = parsed.GetRequiredValue(_concurrency),
        Batch = parsed.GetRequiredValue(_batch),
        Backlog = parsed.GetRequiredValue(_backlog),
        Rounds = parsed.GetRequiredValue(_rounds),
        Warmups = parsed.GetRequiredValue(_warmups),
        Timeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(_timeout)),
        Peers = parsed.GetValue(_peers),
    };
}
