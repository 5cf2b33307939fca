using System.Runtime.CompilerServices;
using System.Text;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

/// <summary>The index of the rules is made from the release-tracking files, which the compiler holds against the descriptors.</summary>
public class RuleIndexTests
{
    private const string Header = """
        # Rules

        What the analyzers report about tasks and their use. This table is made from the release-tracking files in
        `src/Scheduler.Generators`; a test keeps it so. Ids are never used again for anything else.

        **Errors**: the definition cannot work and gets no scheduler, so that nothing fails inside emitted code; suppressing one only
        hides why. Those about storage (GS0037 to GS0045) are reported where tasks are stored; such a task has its scheduler, but no mapper, or no
        codec. **Warnings** and **suggestions** (severity `Info`) leave the output as it is. Each can be suppressed by `#pragma` and set in an
        .editorconfig: `dotnet_diagnostic.GS0029.severity = warning`.

        | id | severity | rule | code fix |
        |---|---|---|---|

        """;

    [Fact]
    public void The_index_lists_every_rule()
    {
        string folder = Path.Combine(Root(), "docs", "rules");
        string expected = Header + string.Concat(Rules().Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Severity} | {rule.Title} | {FixOf(folder, rule.Id)} |\n"));
        string received = Path.Combine(folder, "README.received.md");
        if (File.ReadAllText(Path.Combine(folder, "README.md")) == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, expected);
        Assert.Fail($"docs/rules/README.md is not what the rules are; {received} is. Rename it to accept it.");
    }

    [Fact]
    public void There_is_no_page_without_a_rule()
    {
        IEnumerable<string> pages = Directory.GetFiles(Path.Combine(Root(), "docs", "rules"), "GS*.md").Select(Path.GetFileNameWithoutExtension)!;

        Assert.Equal(Rules().Select(rule => rule.Id), pages.Order(StringComparer.Ordinal));
    }

    // The page says "The code fix *Return Task* does this."
    private static string FixOf(string folder, string id)
    {
        string page = File.ReadAllText(Path.Combine(folder, id + ".md"), Encoding.UTF8);
        return page.Contains("code fix", StringComparison.OrdinalIgnoreCase) ? "yes" : "";
    }

    private static IEnumerable<(string Id, string Severity, string Title)> Rules() =>
        from file in new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
        from line in File.ReadLines(Path.Combine(Root(), "src", "Scheduler.Generators", file))
        where line.StartsWith("GS", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        orderby cells[0]
        select (cells[0], cells[2], cells[3]);

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
