using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class DocumentationTests
{
    public static TheoryData<string> Ids => [.. All.Select(descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> All =>
        AnalyzerTest.AllAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics);

    [Fact]
    public void Each_id_is_reported_by_one_analyzer()
    {
        string[] constants = [.. typeof(DiagnosticIds).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

        Assert.Equal(constants.Order(), All.Select(descriptor => descriptor.Id).Order());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_page(string id)
    {
        DiagnosticDescriptor rule = All.Single(descriptor => descriptor.Id == id);
        string page = Path.Combine(Root(), rule.HelpLinkUri);

        Assert.True(File.Exists(page), page + " is missing.");
        string text = File.ReadAllText(page);
        Assert.StartsWith($"# {id}: {rule.Title}\n", text, StringComparison.Ordinal);
        Assert.All(["## Cause", "## Example", "## How to fix violations", "## When to suppress it"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
