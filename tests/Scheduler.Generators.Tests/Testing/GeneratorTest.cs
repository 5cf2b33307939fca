using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>
/// What every test of the generator goes through: the output compiles without a warning, an edit elsewhere runs nothing again,
/// and the output depends on nothing but the source.
/// </summary>
internal static class GeneratorTest
{
    private const string Unrelated = "internal static class UnrelatedToTasks { internal static int Number => 1; }";
    private const string Added = "public static class AddedByTest { [GeneratedScheduler.ScheduledTask] public static void AddedRun(int a) { } }";
    private const string Changed = "public static class AddedByTest { [GeneratedScheduler.ScheduledTask] public static void AddedRun(int a, int b) { } }";

    private static readonly string[] Steps =
    [
        .. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>Runs every check on one source file.</summary>
    public static GeneratorRun Verify(
        string source,
        string? snapshot = null,
        LanguageVersion version = LanguageVersion.CSharp12,
        string assemblyName = "MyApp",
        BuildProperties? options = null,
        string[]? hidden = null,
        [CallerFilePath] string testFile = "") => Verify([source], snapshot, version, assemblyName, options, hidden, testFile);

    /// <summary>Runs every check on a project of several files.</summary>
    public static GeneratorRun Verify(
        string[] sources,
        string? snapshot = null,
        LanguageVersion version = LanguageVersion.CSharp12,
        string assemblyName = "MyApp",
        BuildProperties? options = null,
        string[]? hidden = null,
        [CallerFilePath] string testFile = "")
    {
        CSharpCompilation input = TestCompilation.Create(sources, version, assemblyName);
        GeneratorRun run = GeneratorRun.Start(input, options, others: JsonGenerator.For(sources));
        if (snapshot is not null)
        {
            Snapshot.Verify(run.Text, snapshot, testFile);
        }

        string[] problems = TestCompilation.Problems(run.Output, run.Trees, hidden ?? []);
        Assert.True(problems.Length == 0, string.Join("\n", problems) + "\n\n" + run.Text);
        VerifyDeterminism(run, sources, version, assemblyName, options);
        VerifyCaching(run, input, version);
        return run;
    }

    private static void VerifyDeterminism(GeneratorRun run, string[] sources, LanguageVersion version, string assemblyName, BuildProperties? options)
    {
        Assert.Equal(run.Text, GeneratorRun.Start(TestCompilation.Create(sources, version, assemblyName), options).Text);
        Assert.Equal(run.Text, GeneratorRun.Start(TestCompilation.Create(sources, version, assemblyName, reverse: true), options).Text);
    }

    private static void VerifyCaching(GeneratorRun first, CSharpCompilation input, LanguageVersion version)
    {
        int tasks = first.ReasonsOf(TrackingNames.CompleteTasks).Count;
        AssertUnchanged(first.Continue(input.AddSyntaxTrees(TestCompilation.Parse(Unrelated, "Unrelated.cs", version))), "an edit elsewhere");
        AssertUnchanged(first.Continue(TriviaEdit.Apply(input)), "an edit of comments and white space");

        SyntaxTree added = TestCompilation.Parse(Added, "Added.cs", version);
        CSharpCompilation withSecond = input.AddSyntaxTrees(added);
        GeneratorRun afterSecondTask = first.Continue(withSecond);
        AssertOneOf(afterSecondTask, IncrementalStepRunReason.New, tasks);

        GeneratorRun afterChange = afterSecondTask.Continue(
            withSecond.ReplaceSyntaxTree(added, TestCompilation.Parse(Changed, "Added.cs", version)));
        AssertOneOf(afterChange, IncrementalStepRunReason.Modified, tasks);
    }

    private static void AssertUnchanged(GeneratorRun run, string edit)
    {
        foreach (string step in Steps)
        {
            Assert.All(run.ReasonsOf(step), reason => Assert.True(IsUnchanged(reason), $"{step} is {reason} after {edit}."));
        }

        Assert.All(run.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    // One task has been touched, and with it at most the file that lists all of them.
    private static void AssertOneOf(GeneratorRun run, IncrementalStepRunReason expected, int others)
    {
        IReadOnlyList<IncrementalStepRunReason> reasons = run.ReasonsOf(TrackingNames.CompleteTasks);
        Assert.Equal(expected, Assert.Single(reasons, reason => !IsUnchanged(reason)));
        Assert.Equal(others, reasons.Count(IsUnchanged));
        Assert.Equal(others, run.OutputReasons.Count(reason => reason == IncrementalStepRunReason.Cached) - (ListIsCached(run) ? 1 : 0));
    }

    private static bool ListIsCached(GeneratorRun run) => run.ReasonsOf(TrackingNames.Registrations).All(IsUnchanged);

    private static bool IsUnchanged(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
