using System.Reflection;

namespace GeneratedScheduler.Architecture.Tests;

/// <summary>
/// The folders of a project have an order: what stands later may use what stands earlier, so that no circle of folders can come. Files that lie beside
/// the folders are left out.
/// </summary>
public sealed class FolderOrderTests
{
    private static readonly string Sources = Path.Combine(
        typeof(FolderOrderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "src");

    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Scheduler.CodeFixes"] = ["Editing", "Definitions", "Settings", "Storage", "TaskSets", "Usage"],
        ["Scheduler.Conformance"] = ["Suite", "Model", "Faults", "Stores"],
        ["Scheduler.Generators"] = ["Polyfills", "Model", "Diagnostics", "Parsing", "Incremental", "Analyzers", "Emitting"],
        ["Scheduler.Runtime"] = ["Tasks", "Diagnostics", "Actuators", "Middleware", "Definitions", "Storage", "Runs", "Loops", "Scheduling", "Views", "Hosting"],
        ["Scheduler.Sql"] = ["Tables", "Statements", "Schema", "Execution", "Maintenance", "Stores", "Containers", "Outputs"],
        ["Scheduler.Sql.MySql"] = ["Statements", "Values", "Execution"],
        ["Scheduler.Sql.PostgreSql"] = ["Listening", "Ranking", "Values"],
        ["Scheduler.Sql.Sqlite"] = ["Values", "Dialect", "Connections", "Writing", "Schema"],
        ["Scheduler.Testing"] = ["Signals", "Watching", "FakeTime", "Pipeline", "Recording"],
    };

    public static TheoryData<string> Names => [.. Projects.Keys];

    [Fact]
    public void Every_project_has_an_order() => Assert.Equal(
        Projects.Keys.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Sources).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Folders_use_only_what_stands_before_them(string project)
    {
        string[] order = Projects[project];
        FolderUses uses = FolderUses.Read(Path.Combine(Sources, project));
        string[] folders = [.. uses.Folders.Where(folder => folder != ".")];
        Assert.True(folders.ToHashSet().SetEquals(order), $"{project} has the folders {string.Join(", ", folders)}; say in Projects where each stands, and no other.");

        IEnumerable<string> wrong = uses.Examples
            .Where(use => use.Key.From != "." && use.Key.To != "." && Array.IndexOf(order, use.Key.From) < Array.IndexOf(order, use.Key.To))
            .Select(use => $"{use.Key.From} -> {use.Key.To}: {use.Value}. Move what is used, or what uses it.");
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }
}
