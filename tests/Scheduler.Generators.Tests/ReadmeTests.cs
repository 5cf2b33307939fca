using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>The first example that a newcomer copies must compile as it stands.</summary>
public class ReadmeTests
{
    // What the SDK adds to each project with ImplicitUsings.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Fact]
    public void The_first_example_compiles_without_a_warning()
    {
        string example = FirstExample(File.ReadAllText(PathOfReadme()));
        CSharpCompilation input = TestCompilation.Create([ImplicitUsings, example], LanguageVersion.CSharp12);
        GeneratorRun run = GeneratorRun.Start(input.WithOptions(input.Options.WithOutputKind(OutputKind.ConsoleApplication)));
        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
        Assert.Contains("class SumScheduler", run.Text, StringComparison.Ordinal);
    }

    private static string FirstExample(string readme)
    {
        const string Fence = "```csharp\n";
        int start = readme.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string PathOfReadme([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "README.md");
}
