using System.Globalization;
using System.Text.RegularExpressions;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>The floor: how many small transactions the server commits in a second, by PostgreSQL's own <c>pgbench -N</c> with 8 clients.</summary>
internal static partial class PgBench
{
    public const string Name = "pgbench";

    private const string Clients = "8";
    private const string Seconds = "10";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static string? WhyNot() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, Name)))
            ? null
            : "it is not on the PATH";

    public static async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        await PostgreSqlServer.CleanAsync();
        await ChildProgram.RunAsync(Name, ["-i", "-q", "-s", "10"], Timeout, cancellationToken);
        string printed = await ChildProgram.RunAsync(
            Name, ["-N", "-M", "prepared", "-c", Clients, "-j", "2", "-T", Seconds], Timeout, cancellationToken);
        int transactions = (int)Read(TransactionsLine(), printed);
        return new()
        {
            System = Name,
            Container = "postgres",
            Tasks = transactions,
            Concurrency = int.Parse(Clients, CultureInfo.InvariantCulture),
            Ran = transactions,
            Figures = new()
            {
                ["seconds"] = double.Parse(Seconds, CultureInfo.InvariantCulture),
                ["per_second"] = Read(PerSecondLine(), printed),
                ["commits_per_1000_tasks"] = 1000,
            },
        };
    }

    private static double Read(Regex line, string printed)
    {
        Match match = line.Match(printed);
        return match.Success
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new PeerFailedException($"{Name} printed no figures, but: {printed}");
    }

    [GeneratedRegex(@"^tps = ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex PerSecondLine();

    [GeneratedRegex(@"^number of transactions actually processed: ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex TransactionsLine();
}
