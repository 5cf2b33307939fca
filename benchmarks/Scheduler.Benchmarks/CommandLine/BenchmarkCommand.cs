using System.CommandLine;
using System.CommandLine.Parsing;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios;

namespace GeneratedScheduler.Benchmarks.CommandLine;

/// <summary>The command line of the program: one command for each scenario.</summary>
internal static class BenchmarkCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Create(new BenchmarkOutput(Console.Out, Console.Error)).Parse(args);
        return parsed.Errors.Count > 0 ? Refuse(parsed) : await parsed.InvokeAsync();
    }

    private static RootCommand Create(BenchmarkOutput output)
    {
        RootCommand root = new("""
            Measures GeneratedScheduler and its peers.

            Results go to the standard output, one JSON object a line; everything for people goes to the standard error.
            Ends with 1 if a task was lost or ran twice, and with 2 if the command line cannot be understood.
            """);
        foreach (IScenario scenario in AllScenarios.List)
        {
            root.Add(scenario.CreateCommand(output));
        }

        return root;
    }

    // By hand, because the standard output is for results only, and the library writes its help there.
    private static int Refuse(ParseResult parsed)
    {
        foreach (ParseError error in parsed.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        Command command = parsed.CommandResult.Command;
        string hint = command is RootCommand
            ? $"Write one of: {string.Join(", ", command.Subcommands.Select(static sub => sub.Name))}; --help explains them."
            : $"Write '{command.Name} --help' for what it takes, for instance: drain --container queue --tasks 100000 --concurrency 2 --peers";
        Console.Error.WriteLine(hint);
        return ExitCodes.WrongUsage;
    }
}
