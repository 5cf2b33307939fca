using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

/// <summary>Settings of a project in which nothing that is emitted would compile, or in which the analyzers would not see what is wrong.</summary>
public class ProjectRuleTests
{
    private const string Folder = "GeneratedScheduler.Generators/GeneratedScheduler.Generators.SchedulerGenerator/";

    private const string Source = """
        using GeneratedScheduler;
        public static class Work { [ScheduledTask] public static int Run(int a) { return a; } }
        public class User { public User(RunScheduler scheduler) { } }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp9, "9.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    public async Task A_language_that_is_too_old_is_reported_once_and_nothing_else(LanguageVersion version, string name)
    {
        CSharpCompilation input = TestCompilation.Create([Source, Source.Replace("Work", "More", StringComparison.Ordinal).Replace("Run", "Walk", StringComparison.Ordinal).Replace("User", "Other", StringComparison.Ordinal)], version);
        input = input.WithOptions(input.Options.WithNullableContextOptions(version < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable));
        GeneratorRun run = GeneratorRun.Start(input);

        Assert.Equal([Naming.StandInHintName], run.Result.GeneratedSources.Select(source => source.HintName));
        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
        Diagnostic reported = Assert.Single(await AnalyzeAsync(run.Output));
        Assert.Equal(DiagnosticIds.GS0049LanguageIsTooOld, reported.Id);
        Assert.Equal(
            $"Nothing is emitted for the tasks of this project, because its LangVersion is {name}; set it to 12.0 or later, or leave it out",
            reported.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_old_language_is_no_matter_without_tasks() =>
        Assert.Empty(await AnalyzeAsync(GeneratorRun.Start(TestCompilation.Create(["public class A { }"], LanguageVersion.CSharp11)).Output));

    [Fact]
    public async Task Emitted_files_among_the_sources_are_reported_once_and_nothing_else()
    {
        CSharpCompilation input = TestCompilation.Create([Source]);
        GeneratorRun first = GeneratorRun.Start(input);
        string[] paths = [.. first.Files.Keys.Select(file => "/app/Generated/" + Folder + file)];
        CSharpCompilation second = input.AddSyntaxTrees(first.Files.Select((file, i) => TestCompilation.Parse(file.Value, paths[i])));

        GeneratorRun run = first.Continue(second);

        Assert.Equal([Naming.CopiesHintName], run.Files.Keys);
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Id != "CS1591" && diagnostic.Severity > DiagnosticSeverity.Hidden);
        Diagnostic reported = Assert.Single(await AnalyzeAsync(run.Output));
        Assert.Equal(DiagnosticIds.GS0050EmittedFileIsCompiledAsSource, reported.Id);
        Assert.Contains(paths.Order(StringComparer.Ordinal).First(), reported.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // When the folder is excluded, all is as it was.
        GeneratorRun excluded = run.Continue(input);
        Assert.Equal(first.Text, excluded.Text);
        Assert.Empty(await AnalyzeAsync(excluded.Output));
    }

    [Theory]
    [InlineData("/home/me/obj/App", "/home/me/obj/App/Work.cs", true)]
    [InlineData("/home/me/obj/App", "/home/me/obj/Shared/Work.cs", true)]
    [InlineData("/obj/", "\\obj\\Work.cs", true)]
    [InlineData("/home/me/App", "/home/me/App/objects/Work.cs", true)]
    [InlineData("/home/me/obj/App", "/home/me/obj/App/obj/Release/Work.cs", false)]
    [InlineData("/home/me/src/App", "/home/me/artifacts/obj/App/release/Work.cs", false)]
    [InlineData(null, "/home/me/App/obj/Work.cs", false)]
    public async Task A_folder_called_obj_hides_what_is_within_the_project_only(string? project, string path, bool isReported)
    {
        CSharpCompilation input = TestCompilation.Create(
            [TestCompilation.Parse("using GeneratedScheduler; public static class Work { [ScheduledTask(\"a\")] public static void Run() { } [ScheduledTask(\"a\")] public static void Walk() { } }", path)]);
        input = input.WithOptions(input.Options.WithSourceReferenceResolver(new SourceFileResolver([], project)));

        ImmutableArray<Diagnostic> reported = await GeneratorRun.Start(input).Output
            .WithAnalyzers([new TaskSetAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isReported ? 2 : 0, reported.Count(diagnostic => diagnostic.Id == DiagnosticIds.GS0005TaskNameMustBeUnique));
    }

    [Fact]
    public async Task A_type_that_two_references_have_is_refused()
    {
        MetadataReference[] references =
        [
            Library("First").ToMetadataReference(),
            Library("Second").ToMetadataReference(["second", "global"]),
        ];
        CSharpCompilation input = TestCompilation.Create(
            ["extern alias second; using GeneratedScheduler; public static class Work { [ScheduledTask] public static void Run(second::Common.Money[] a) { } }"]).AddReferences(references);
        GeneratorRun run = GeneratorRun.Start(input);

        Assert.Equal([Naming.StandInHintName], run.Result.GeneratedSources.Select(source => source.HintName));
        Assert.Equal(DiagnosticIds.GS0012ParameterTypeIsNotSupported, Assert.Single(await AnalyzeAsync(run.Output)).Id);
    }

    [Fact]
    public void A_type_of_one_reference_with_several_aliases_works()
    {
        CSharpCompilation input = TestCompilation.Create(
            ["extern alias second; using GeneratedScheduler; public static class Work { [ScheduledTask] public static void Run(second::Common.Money[] a) { } }"])
            .AddReferences(Library("Second").ToMetadataReference(["second", "global"]));
        GeneratorRun run = GeneratorRun.Start(input);

        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
        Assert.Equal(2, run.Files.Count);
    }

    private static CSharpCompilation Library(string name) => TestCompilation.Create(["namespace Common { public class Money { } }"], assemblyName: name);

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation) => compilation
        .WithAnalyzers(AnalyzerTest.AllAnalyzers())
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
