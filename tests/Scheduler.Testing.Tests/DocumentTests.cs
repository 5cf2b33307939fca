using System.Reflection;

namespace GeneratedScheduler.Testing.Tests;

/// <summary>The code of docs/testing.md is compiled and run: every block stands in a file of the examples.</summary>
public sealed class DocumentTests
{
    private static readonly string Root = typeof(DocumentTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void Every_example_is_one_that_runs()
    {
        string[] sources =
        [
            .. Directory.GetFiles(Path.Combine(Root, "tests", "Scheduler.Testing.Tests", "Examples"), "*.cs").Select(file => Plain(File.ReadAllText(file))),
        ];
        string[] parts = File.ReadAllText(Path.Combine(Root, "docs", "testing.md")).Split("```csharp\n");
        string[] blocks = [.. parts.Skip(1).Select(part => Plain(part[..part.IndexOf("```", StringComparison.Ordinal)]))];

        Assert.True(blocks.Length >= 6);
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(block, StringComparison.Ordinal)));
    }

    // The document indents less.
    private static string Plain(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.Trim()));
}
