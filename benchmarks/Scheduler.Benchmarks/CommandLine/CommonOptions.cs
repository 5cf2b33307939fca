using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.CommandLine;

/// <summary>Options that mean the same in every scenario.</summary>
internal static class CommonOptions
{
    public static Option<string> Container()
    {
        Option<string> option = new("--container")
        {
            Description = "Where our tasks are stored. The peers have their own stores.",
            DefaultValueFactory = static _ => TaskContainers.Default,
        };
        return option.AcceptOnlyFromAmong(TaskContainers.Names);
    }

    public static Option<int> Tasks(int defaultValue) => Number("--tasks", "N", "How many tasks there are.", defaultValue);

    public static Option<int> Concurrency() => Number(
        "--concurrency", "C", "How many tasks may run at once, in every system.", Environment.ProcessorCount, most: 10_000);

    public static Option<int> Rounds() => Number(
        "--rounds", "R", "How many times each system is measured; the systems take turns.", 5);

    public static Option<int> Timeout() => Number(
        "--timeout", "SECONDS", "How long one system may take for one round before its tasks count as lost.", 300, most: 86_400);

    public static Option<bool> Peers(string which) => new("--peers") { Description = $"Measures the peers as well: {which}." };

    /// <summary>A whole number, written with or without thousands separators (<c>20000</c>, <c>20_000</c> or <c>20,000</c>).</summary>
    public static Option<int> Number(string name, string helpName, string description, int? defaultValue, int least = 1, int most = int.MaxValue)
    {
        Option<int> option = new(name) { HelpName = helpName, Description = description };
        option.CustomParser = argument => Parse(argument, name, least, most);
        if (defaultValue is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }

    private static int Parse(ArgumentResult argument, string name, int least, int most)
    {
        string text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
        string digits = text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        if (int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        string range = most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
        argument.AddError($"{name} takes a whole number, {range}, and not '{text}'.");
        return default;
    }
}
