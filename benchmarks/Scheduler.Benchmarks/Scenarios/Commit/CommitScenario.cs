using System.CommandLine;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Commit;

/// <summary>How long it takes to end a task of one kind and to add one of another in one step, beside two calls.</summary>
internal sealed class CommitScenario : IScenario
{
    private readonly Option<string> _container = CommonOptions.Container();
    private readonly Option<int> _tasks = CommonOptions.Tasks(2_000);

    public Command CreateCommand(BenchmarkOutput output)
    {
        Command command = new("commit", "Ends N tasks of one kind, one by one, and adds one of another kind for each: in one commit, and by two calls.") { _container, _tasks };
        command.SetAction((parsed, cancellationToken) =>
            new CommitRun(parsed.GetRequiredValue(_container), parsed.GetRequiredValue(_tasks), output).RunAsync(cancellationToken));
        return command;
    }
}
