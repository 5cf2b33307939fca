using System.Globalization;
using System.Text.Json;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Scenarios.Rounds;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>A job queue of Node.js: one small program in <c>benchmarks/peers</c>, which prints one JSON object with its figures.</summary>
internal sealed class NodePeer(string name, string program)
{
    public static IReadOnlyList<NodePeer> All { get; } = [new("graphile-worker", "graphile-worker.mjs"), new("pg-boss", "pg-boss.mjs")];

    private static readonly string? Folder = FindFolder();

    public string Name => name;

    private static string Node => Path.Combine(Folder!, "node_modules", "node", "bin", "node");

    /// <summary>Why it cannot be measured; <see langword="null"/> if it can.</summary>
    public string? WhyNot() =>
        Folder is null ? "benchmarks/peers was not found above the program"
        : !File.Exists(Node) || !Directory.Exists(Path.Combine(Folder, "node_modules", name)) ? "run 'npm ci' in benchmarks/peers"
        : null;

    public async Task<Measurement> MeasureAsync(string scenario, RunSettings settings, CancellationToken cancellationToken)
    {
        await PostgreSqlServer.CleanAsync();
        await RunAsync("prepare", settings, cancellationToken);
        Figures? filled = scenario == "drain" ? await RunAsync("enqueue", settings, cancellationToken) : null;
        Figures? singles = scenario == "enqueue" ? await RunAsync("singles", settings, cancellationToken) : null;
        await using StoreMeter meter = StoreMeter.For(settings.Container)!;
        StoreCounts? before = await meter.ReadAsync(cancellationToken);
        Figures figures = await RunAsync(scenario, settings, cancellationToken);
        StoreCounts? after = await meter.ReadAsync(cancellationToken);
        double tasks = settings.Tasks, own = figures.Take("own_transactions") ?? 0;
        return new()
        {
            System = name,
            Container = "postgres",
            Tasks = settings.Tasks,
            Concurrency = settings.Concurrency,
            Ran = (int)(figures.Take("ran") ?? 0),
            Figures = StoreMeter.Add(
                figures.With("enqueue_per_second", filled?["per_second"]).With("single_per_second", singles?["single_per_second"]),
                scenario == "latency" ? null : before,
                after,
                own,
                tasks),
        };
    }

    private async Task<Figures> RunAsync(string command, RunSettings settings, CancellationToken cancellationToken)
    {
        string printed = await ChildProgram.RunAsync(
            Node,
            [
                Path.Combine(Folder!, program), command,
                "--tasks", Text(settings.Tasks), "--batch", Text(settings.Batch), "--concurrency", Text(settings.Concurrency), "--backlog", Text(settings.Backlog),
            ],
            settings.Timeout,
            cancellationToken);
        using JsonDocument line = Parse(printed);
        Figures figures = new();
        foreach (JsonProperty property in line.RootElement.EnumerateObject())
        {
            figures[property.Name] = property.Value.GetDouble();
        }

        return figures;
    }

    private JsonDocument Parse(string printed)
    {
        try
        {
            return JsonDocument.Parse(printed.Trim().Split('\n')[^1]);
        }
        catch (JsonException)
        {
            throw new PeerFailedException($"{program} printed no figures, but: {printed}");
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string peers = Path.Combine(folder.FullName, "peers");
            if (File.Exists(Path.Combine(peers, "package.json")))
            {
                return peers;
            }
        }

        return null;
    }
}
