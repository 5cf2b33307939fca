using System.Reflection;

namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>What the build said about itself.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string Consumers { get; } = Path.Combine(Root, "tests", "Scheduler.Package.Tests", "Consumers");

    public static string Sources { get; } = Path.Combine(Root, "src");

    public static string RuntimeProject { get; } = Path.Combine(Root, "src", "Scheduler.Runtime", "Scheduler.Runtime.csproj");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
