using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>
/// What every test of a diagnostic goes through: reported at the marked places and nowhere else, suppressible by a pragma, its
/// severity set by an .editorconfig, and no error in emitted code.
/// </summary>
internal static partial class AnalyzerTest
{
    /// <summary>Runs the analyzers on source in which <c>{|GS0001:text|}</c> marks each expected diagnostic.</summary>
    /// <param name="markedSource">The source; what it lacks in using directives is added.</param>
    /// <param name="emittedFiles">How many files are emitted nevertheless, for tasks that are fine.</param>
    /// <param name="version">The language version.</param>
    /// <param name="project">Build properties and references; those of an ordinary project if left out.</param>
    public static async Task<IReadOnlyList<Diagnostic>> VerifyAsync(
        string markedSource, int emittedFiles = 0, LanguageVersion version = LanguageVersion.CSharp12, ProjectSetup? project = null)
    {
        project ??= new ProjectSetup();
        (string source, List<string> expected) = Unmark(Usings + markedSource);
        (GeneratorRun run, ImmutableArray<Diagnostic> reported) = await RunAsync(source, version, project);

        Assert.Equal(expected.Order(), reported.Select(Describe).Order());
        Assert.Equal(emittedFiles, run.Files.Count);
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => IsInEmittedCode(diagnostic, run));
        if (!reported.IsEmpty)
        {
            string[] ids = [.. reported.Select(diagnostic => diagnostic.Id).Distinct()];
            await VerifyPragmaAsync(source, ids, version, project);
            await VerifyEditorConfigAsync(run.Output, ids, project);
        }

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

    private static async Task VerifyPragmaAsync(string source, string[] ids, LanguageVersion version, ProjectSetup project)
    {
        (_, ImmutableArray<Diagnostic> suppressed) = await RunAsync($"#pragma warning disable {string.Join(", ", ids)}\n{source}", version, project);
        Assert.Empty(suppressed);
    }

    private static async Task VerifyEditorConfigAsync(Compilation compilation, string[] ids, ProjectSetup project)
    {
        Assert.Empty(await AnalyzeAsync(WithSeverity("none"), project));
        ImmutableArray<Diagnostic> suggestions = await AnalyzeAsync(WithSeverity("suggestion"), project);
        Assert.Equal(ids.Order(), suggestions.Select(diagnostic => diagnostic.Id).Distinct().Order());
        Assert.All(suggestions, diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));

        Compilation WithSeverity(string severity) =>
            compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(ids, severity)));
    }

    private static async Task<(GeneratorRun Run, ImmutableArray<Diagnostic> Reported)> RunAsync(string source, LanguageVersion version, ProjectSetup project)
    {
        GeneratorRun run = GeneratorRun.Start(
            TestCompilation.Create([source], version).AddReferences(project.References), project.Options, others: JsonGenerator.For(source));
        return (run, await AnalyzeAsync(run.Output, project));
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, ProjectSetup project) => compilation
        .WithAnalyzers(AllAnalyzers(), project.Options is null ? null : new AnalyzerOptions([], project.Options))
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    /// <summary>All analyzers that there are, so that no test can overlook one that speaks up.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> AllAnalyzers() =>
    [
        .. typeof(TaskDefinitionAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

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

    /// <summary>What the compiler makes of <c>dotnet_diagnostic.GS0001.severity = none</c>.</summary>
    private sealed class EditorConfig(string[] ids, string severity) : SyntaxTreeOptionsProvider
    {
        private readonly ImmutableDictionary<string, ReportDiagnostic> _severities = AnalyzerConfigSet
            .Create<ImmutableArray<AnalyzerConfig>>(
            [
                AnalyzerConfig.Parse(
                    "[*.cs]\n" + string.Concat(ids.Select(id => $"dotnet_diagnostic.{id}.severity = {severity}\n")), "/.editorconfig"),
            ])
            .GetOptionsForSourcePath("/Source0.cs").TreeOptions;

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic value) =>
            _severities.TryGetValue(diagnosticId, out value);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic value)
        {
            value = default;
            return false;
        }
    }
}
