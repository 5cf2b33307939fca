using System.CommandLine;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Bloat;

/// <summary>What becomes of the throughput while somebody holds a transaction open, so that the database must keep every old version of a row.</summary>
internal sealed class BloatScenario : IScenario
{
    private readonly Option<string> _container = CommonOptions.Container();
    private readonly Option<int> _seconds = CommonOptions.Number("--seconds", "S", "How long each phase takes: before, held, after.", 60);
    private readonly Option<int> _warmUp = CommonOptions.Number("--warm-up", "S", "How long the load runs before the first phase.", 10);
    private readonly Option<int> _concurrency = CommonOptions.Concurrency();
    private readonly Option<int> _batch = CommonOptions.Number("--batch", "B", "How many tasks are added with one call.", 500);
    private readonly Option<int> _backlog = CommonOptions.Number("--backlog", "L", "How many tasks may wait at once.", 5_000);

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new(
            "bloat",
            "Adds no-op (int, int) tasks while they run; in the second of three phases another connection holds an old snapshot open.")
        {
            _container, _seconds, _warmUp, _concurrency, _batch, _backlog,
        };
        command.SetAction((parsed, cancellationToken) => new BloatRun(Read(parsed), output).RunAsync(cancellationToken));
        return command;
    }

    private BloatSettings Read(ParseResult parsed) => new()
    {
        Container = parsed.GetRequiredValue(_container),
        Phase = TimeSpan.FromSeconds(parsed.GetRequiredValue(_seconds)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetRequiredValue(_warmUp)),
        Concurrency = parsed.GetRequiredValue(_concurrency),
        Batch = parsed.GetRequiredValue(_batch),
        Backlog = parsed.GetRequiredValue(_backlog),
    };
}
