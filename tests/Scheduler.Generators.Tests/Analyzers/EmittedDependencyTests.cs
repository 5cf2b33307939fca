using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class EmittedDependencyTests
{
    private const string Added = "public class Added { } public interface IAdded { void Do(); }";

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static void Run(int a, List<Added?> here) { } }", "here", "A.Run(int, List<Added?>)")]
    [InlineData("public static class A { [ScheduledTask] public static Task<Added> Run() => null!; }", "Run", "A.Run()")]
    [InlineData("public class A(Added here) { [ScheduledTask] public object Run() => here; }", "here", "A.Run()")]
    [InlineData("[ScheduledTask] public class P { public Added? Here { get; set; } } public static class A { [Actuator] public static void Run(P p) { } }", "Here", "P")]
    [InlineData("[ScheduledTask] public class P; public static class A { [Actuator] public static void Run(P p, [Injected] Added here) { } }", "here", "A.Run(P, Added)")]
    public async Task GS0027_is_reported_where_the_type_is_used(string source, string place, string definition)
    {
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync(source));

        string text = diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
        Assert.Equal(("GS0027", place), (diagnostic.Id, text));
        Assert.StartsWith($"'{definition}' uses 'Added", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static object Run() => new Added(); }")]
    [InlineData("public partial class A { [ScheduledTask] public static void Run() { } } partial class A { public Added? Other { get; set; } }")]
    [InlineData("public static class A { [ScheduledTask] public static void Run() { } [ScheduledTask] public static void Walk([Injected] RunScheduler run) { } }")]
    [InlineData("[ScheduledTask] public class P { internal Added? Hidden { get; set; } } public static class A { [Actuator] public static void Run(P p) { } }")]
    public async Task GS0027_is_silent_on_what_has_its_scheduler(string source) => Assert.Empty(await AnalyzeAsync(source));

    [Fact]
    public async Task GS0027_is_silent_while_the_generator_has_not_run() => Assert.Empty(await TestCompilation
        .Create([Usings + "public static class A { [ScheduledTask] public static void Run(B b) { } } public class B { }"])
        .WithAnalyzers([new TaskSetAnalyzer()])
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task GS0027_names_what_this_generator_emits_as_well()
    {
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync(
            "public static class A { [ScheduledTask] public static void Run() { } [ScheduledTask] public static void Walk(RunTask task) { } }"));

        Assert.Equal("GS0027", diagnostic.Id);
    }

    [Fact]
    public async Task GS0027_can_be_suppressed_by_a_pragma() => Assert.Empty(await AnalyzeAsync(
        "\n#pragma warning disable GS0027\npublic static class A { [ScheduledTask] public static void Run(Added a) { } }"));

    private const string Usings = "using System.Collections.Generic; using System.Threading.Tasks; using GeneratedScheduler; ";

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string source) => GeneratorRun
        .Start(TestCompilation.Create([Usings + source]), others: new OtherGenerator(Added))
        .Output
        .WithAnalyzers([new TaskDefinitionAnalyzer(), new TaskSetAnalyzer()])
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
