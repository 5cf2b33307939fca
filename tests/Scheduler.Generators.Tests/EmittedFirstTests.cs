using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>A build runs the generator by itself first, and then compiles its output as ordinary files, which all generators see.</summary>
public class EmittedFirstTests
{
    private const string Tasks = """
        /// <summary>Adds.</summary>
        public static class Calculator
        {
            /// <summary>Adds.</summary>
            [GeneratedScheduler.ScheduledTask] public static int Sum(int a, int b) => a + b;
        }

        /// <summary>Prints.</summary>
        [GeneratedScheduler.ScheduledTask] public record Page(int Number);

        /// <summary>Prints.</summary>
        public class Printer
        {
            /// <summary>Prints.</summary>
            [GeneratedScheduler.Actuator] public void Print(Page page, [GeneratedScheduler.Injected] SumScheduler sums) => System.GC.KeepAlive(sums);
        }
        """;

    [Theory]
    [InlineData("/home/me/App/obj/Release/net10.0/scheduler/emitted/")]
    [InlineData(@"C:\App\obj\Debug\net10.0\scheduler\emitted\")]
    public async Task What_was_emitted_first_is_not_emitted_again(string folder)
    {
        GeneratorRun first = GeneratorRun.Start(TestCompilation.Create([Tasks]), trackSteps: false);
        CSharpCompilation second = WithEmitted(Tasks, first, folder);

        GeneratorRun run = GeneratorRun.Start(second);

        Assert.Equal(3, first.Files.Count);
        Assert.Empty(run.Result.GeneratedSources);
        Assert.Equal([], TestCompilation.Problems(run.Output, second.SyntaxTrees.Skip(1)));
        Assert.Empty(await AnalyzeAsync(run.Output));
    }

    [Fact]
    public async Task What_stands_in_for_wrong_definitions_is_not_emitted_again_either_and_they_are_reported()
    {
        const string Wrong = "public static class A { [GeneratedScheduler.ScheduledTask] public static async void Run(int a) => await System.Threading.Tasks.Task.Yield(); }";
        GeneratorRun first = GeneratorRun.Start(TestCompilation.Create([Wrong]), trackSteps: false);

        GeneratorRun run = GeneratorRun.Start(WithEmitted(Wrong, first, "/App/obj/Release/net10.0/scheduler/emitted/"));

        Assert.NotNull(first.StandIns);
        Assert.Empty(run.Result.GeneratedSources);
        Assert.Equal("GS0004", Assert.Single(await AnalyzeAsync(run.Output)).Id);
    }

    private static CSharpCompilation WithEmitted(string source, GeneratorRun first, string folder) => TestCompilation.Create(
    [
        TestCompilation.Parse(source, "Source0.cs"),
        .. first.Result.GeneratedSources.Select(file => TestCompilation.Parse(
            file.SourceText.ToString(),
            $"{folder}GeneratedScheduler.Generators/{typeof(SchedulerGenerator).FullName}/{file.HintName}")),
    ]);

    private static async Task<Diagnostic[]> AnalyzeAsync(Compilation compilation) =>
    [
        .. await compilation.WithAnalyzers(AnalyzerTest.AllAnalyzers()).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken),
    ];
}
