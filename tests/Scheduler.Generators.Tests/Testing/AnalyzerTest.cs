using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>
/// What every test of a diagnostic goes through: reported at the marked places and nowhere else, suppressible by a pragma, and
/// without output where it is reported.
/// </summary>
internal static partial class AnalyzerTest
{
    /// <summary>Runs the analyzers on source in which <c>{|GS0001:text|}</c> marks each expected diagnostic.</summary>
    /// <param name="markedSource">The source; what it lacks in using directives is added.</param>
    /// <param name="emittedFiles">How many files are emitted nevertheless, for tasks that are fine.</param>
    /// <param name="version">The language version.</param>
    public static async Task<IReadOnlyList<Diagnostic>> VerifyAsync(
        string markedSource, int emittedFiles = 0, LanguageVersion version = LanguageVersion.CSharp12)
    {
        (string source, List<string> expected) = Unmark(Usings + markedSource);
        (GeneratorRun run, ImmutableArray<Diagnostic> reported) = await RunAsync(source, version);

        Assert.Equal(expected.Order(), reported.Select(Describe).Order());
        Assert.Equal(emittedFiles, run.Files.Count);
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => IsInEmittedCode(diagnostic, run));
        await VerifySuppressionAsync(source, reported, version);
        return reported;
    }

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Actuators;


        """;

    private static async Task VerifySuppressionAsync(string source, ImmutableArray<Diagnostic> reported, LanguageVersion version)
    {
        if (reported.IsEmpty)
        {
            return;
        }

        string pragma = "#pragma warning disable " + string.Join(", ", reported.Select(diagnostic => diagnostic.Id).Distinct()) + "\n";
        (_, ImmutableArray<Diagnostic> suppressed) = await RunAsync(pragma + source, version);
        Assert.Empty(suppressed);
    }

    private static async Task<(GeneratorRun Run, ImmutableArray<Diagnostic> Reported)> RunAsync(string source, LanguageVersion version)
    {
        GeneratorRun run = GeneratorRun.Start(TestCompilation.Create([source], version));
        CompilationWithAnalyzers compilation = run.Output.WithAnalyzers([new TaskDefinitionAnalyzer(), new TaskSetAnalyzer()]);
        return (run, await compilation.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    private static bool IsInEmittedCode(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Severity > DiagnosticSeverity.Hidden && run.Trees.Contains(diagnostic.Location.SourceTree);

    private static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic.Id} at {diagnostic.Location.SourceSpan}: {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}";

    private static (string Source, List<string> Expected) Unmark(string markedSource)
    {
        var expected = new List<string>();
        int removed = 0;
        string source = Mark().Replace(markedSource, match =>
        {
            string text = match.Groups[2].Value;
            int start = match.Index - removed;
            foreach (string id in match.Groups[1].Value.Split(','))
            {
                expected.Add($"{id} at [{start}..{start + text.Length}): {text}");
            }

            removed += match.Length - text.Length;
            return text;
        });
        return (source, expected);
    }

    [GeneratedRegex(@"\{\|([A-Z0-9,]+):(.*?)\|\}")]
    private static partial Regex Mark();
}
