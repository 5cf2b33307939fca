using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>The first line of a run: where it was made. Figures of different environments must not be compared.</summary>
internal sealed record EnvironmentLine
{
    public string Scenario { get; } = "environment";

    public required DateTimeOffset StartedAt { get; init; }

    public required string Runtime { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Architecture { get; init; }

    public required int Processors { get; init; }

    public required bool ServerGc { get; init; }

    public required bool ConcurrentGc { get; init; }

    public required bool TieredPgo { get; init; }

    /// <summary>How many threads of the whole machine wanted to run, on average over the last minute; absent where unknown.</summary>
    public double? LoadAverage { get; init; }

    /// <summary>The versions of the peers.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    public static EnvironmentLine Current() => new()
    {
        StartedAt = TimeProvider.System.GetUtcNow(),
        Runtime = RuntimeInformation.FrameworkDescription,
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Processors = Environment.ProcessorCount,
        ServerGc = GCSettings.IsServerGC,
        ConcurrentGc = GCSettings.LatencyMode != GCLatencyMode.Batch,
        TieredPgo = Environment.GetEnvironmentVariable("DOTNET_TieredPGO") != "0",
        LoadAverage = ReadLoadAverage(),
        Packages = new Dictionary<string, string>
        {
            ["hangfire"] = VersionOf(typeof(Hangfire.BackgroundJob).Assembly),
            ["hangfire_in_memory"] = VersionOf(typeof(Hangfire.InMemory.InMemoryStorage).Assembly),
            ["hangfire_postgresql"] = VersionOf(typeof(Hangfire.PostgreSql.PostgreSqlStorage).Assembly),
            ["quartz"] = VersionOf(typeof(Quartz.IScheduler).Assembly),
        },
    };

    private static double? ReadLoadAverage()
    {
        const string Path = "/proc/loadavg";
        return File.Exists(Path) ? double.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    // Without the commit, which some packages append; not every package has the first of the two.
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version!.ToString(3);
}
