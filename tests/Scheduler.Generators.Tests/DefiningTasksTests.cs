using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>The page that shows what is emitted shows what is emitted.</summary>
public partial class DefiningTasksTests
{
    private const string ImplicitUsings = """
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Fact]
    public void The_page_shows_what_is_emitted_for_its_first_example()
    {
        string page = File.ReadAllText(PathOfPage());
        GeneratorRun run = GeneratorTest.Verify(Examples(page)[0]);
        string emitted = string.Concat(run.Files.Select(file => $"`{file.Key}`:\n\n```csharp\n{file.Value}```\n\n"));
        string expected = Emitted().Replace(page, match => match.Groups[1].Value + emitted + match.Groups[3].Value);
        string received = Path.ChangeExtension(PathOfPage(), ".received.md");
        if (expected == page)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, expected);
        Assert.Fail($"The page does not show what is emitted now; {received} does. Rename it to accept it.");
    }

    [Fact]
    public void Every_example_compiles_without_a_warning()
    {
        // Each namespace is a project, which references those before it.
        var projects = new Dictionary<string, MetadataReference>(StringComparer.Ordinal);
        foreach (string example in Examples(Emitted().Replace(File.ReadAllText(PathOfPage()), "")))
        {
            string project = Namespace().Match(example).Groups[1].Value;
            IEnumerable<MetadataReference> references = projects.Where(other => other.Key != project).Select(other => other.Value);
            GeneratorRun run = GeneratorRun.Start(
                TestCompilation.Create([ImplicitUsings, example], assemblyName: project).AddReferences(references));
            Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees).Where(problem => !problem.Contains("CS8933") && !problem.Contains("CS8019")));
            Assert.Equal(2, run.Files.Count);
            projects[project] = MetadataReference.CreateFromImage(LoadedProgram.Emit(run.Output));
        }
    }

    private static List<string> Examples(string page) => [.. Example().Matches(page).Select(match => match.Groups[1].Value)];

    private static string PathOfPage([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "defining-tasks.md"));

    [GeneratedRegex("^namespace (.*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("(<!-- emitted -->\n\n)(.*?)(To see it in your own project)", RegexOptions.Singleline)]
    private static partial Regex Emitted();
}
