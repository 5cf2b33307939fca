using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace GeneratedScheduler.Generators.Tests.Matrix;

/// <summary>Writes <c>docs/definitions.md</c> from the cells, so that it says nothing that no test has tried.</summary>
public class DefinitionsDocument
{
    [Fact]
    public void The_page_says_what_the_matrix_says()
    {
        string page = Path.Combine(Docs(), "definitions.md");
        string received = Path.Combine(Docs(), "definitions.received.md");
        string text = Write();
        if (File.Exists(page) && File.ReadAllText(page) == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail("docs/definitions.md differs from the matrix. To accept what the matrix says, rename docs/definitions.received.md to it.");
    }

    [Fact]
    public void Each_definition_has_a_name_of_its_own() =>
        Assert.Equal(MatrixTests.All.Count, MatrixTests.All.DistinctBy(item => (item.Group, item.Cell.Name)).Count());

    private static string Write()
    {
        int works = MatrixTests.All.Count(item => item.Cell.Output is not null);
        int explained = MatrixTests.All.Count(item => item.Cell.Output is null && item.Cell.Ids.Any(IsOurs));
        var text = new StringBuilder("# What can be a task\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{MatrixTests.All.Count} kinds of definitions: {works} work, {explained} are refused by a diagnostic of the analyzers, ");
        text.Append(CultureInfo.InvariantCulture, $"{MatrixTests.All.Count - works - explained} by the compiler itself.\n\n");
        text.Append("Each line is a test: what works is compiled with all warnings as errors and run; what is refused has no output. ");
        text.Append("This page is written by these tests (`tests/Scheduler.Generators.Tests/Matrix`).\n");
        foreach (IGrouping<string, (string Group, Cell Cell)> group in MatrixTests.All.GroupBy(item => item.Group))
        {
            text.Append("\n## ").Append(group.Key).Append("\n\n| Definition | Outcome |\n|---|---|\n");
            foreach ((_, Cell cell) in group)
            {
                text.Append("| ").Append(cell.Name).Append(" | ").Append(Outcome(cell)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Outcome(Cell cell)
    {
        string ids = string.Join(", ", cell.Ids.Select(id => IsOurs(id) ? $"[{id}](rules/{id}.md)" : id));
        return (cell.Output, ids.Length) switch
        {
            (null, _) => ids,
            (_, 0) => "works",
            _ => "works, with " + ids,
        };
    }

    private static bool IsOurs(string id) => id.StartsWith("GS", StringComparison.Ordinal);

    private static string Docs([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../docs"));
}
