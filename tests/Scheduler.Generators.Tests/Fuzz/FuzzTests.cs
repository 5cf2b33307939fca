using System.Collections.Concurrent;
using System.Collections.Immutable;
using GeneratedScheduler.Generators.Tests.Matrix;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Fuzz;

/// <summary>Whatever is written, generator and analyzers do not throw, and do not answer with errors in emitted code.</summary>
public class FuzzTests
{
    private const int Cases = 2000;
    private const int FirstSeed = 20_000;

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using GeneratedScheduler;
        global using GeneratedScheduler.Actuators;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private const string Stored = """
        [assembly: TaskJsonContext(typeof(Json))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<int>))] internal sealed class Json(System.Text.Json.JsonSerializerOptions? o) : System.Text.Json.Serialization.JsonSerializerContext(o)
        {
            public static Json Default { get; } = new(null);
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        public enum Color { Red, Green = 5 }
        public record Result(int A, [property: TaskColumn("b", Length = 4)] string? B = "x") { public Color? C { get; set; } [NotStored] public int D { get; init; } = 4; public required List<int>? E { get; init; } }
        public static class Work
        {
            [ScheduledTask("work.run"), TaskTable("runs"), FormerName("work.old")]
            public static Result? Run([TaskColumn("x", IsIndexed = true)] int a, [FormerName("c")] Color? color, [NotStored] int cached = 3, [TaskColumn(Precision = 5, Scale = 2)] decimal price = 1.5M, [TaskColumn(Storage = ColumnStorage.Json)] List<int>? items = null, params byte[] bytes) => null;
            [ScheduledTask] [return: TaskColumn("sum", Storage = ColumnStorage.Timestamp)] public static DateTime? Walk((int, int) pair) => null;
            [ScheduledTask] public static (int Sum, string? Name)? Stand(Result task) => null;
        }
        """;

    private static readonly string[] Sources =
        [.. MatrixTests.All.Where(item => item.Cell.Library is null).Select(item => item.Cell.Code), .. Enumerable.Repeat(Stored, 40)];

    private int _judged;

    [Fact]
    public void The_source_with_storage_is_right_before_it_is_mutated()
    {
        Assert.Null(Judge(Stored, Storage.StoredProgram.Options("all")));
        Assert.Equal(1, _judged);
    }

    [Fact]
    public void Mutated_definitions_break_nothing()
    {
        var failures = new ConcurrentBag<string>();
        Parallel.For(0, Cases, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            int seed = FirstSeed + i;
            string source = new Mutator(seed).Mutate(Sources[i % Sources.Length]);
            BuildProperties? options = i / Sources.Length % 2 == 0 ? null : Storage.StoredProgram.Options("all");
            if (Judge(source, options) is { } failure)
            {
                failures.Add($"Seed {seed}: {failure}\n{source}\n");
            }
        });

        Assert.True(failures.IsEmpty, string.Join("\n", failures.Order(StringComparer.Ordinal).Take(10)));

        // Most mutations do not compile; enough of them must, or the test would say nothing about output.
        Assert.InRange(_judged, Cases / 10, Cases);
    }

    /// <summary>What is wrong with the answer to a source; <see langword="null"/> if nothing is.</summary>
    private string? Judge(string source, BuildProperties? properties)
    {
        CSharpCompilation input = Compile(source);
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new SchedulerGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)input.SyntaxTrees[0].Options, optionsProvider: properties)
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _, TestContext.Current.CancellationToken);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null)
        {
            return "the generator failed: " + result.Exception;
        }

        var thrown = new ConcurrentBag<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            properties is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], properties), (exception, _, _) => thrown.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reported = output
            .WithAnalyzers(AnalyzerTest.AllAnalyzers(), options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        if (thrown.FirstOrDefault() is { } exception || reported.Any(diagnostic => diagnostic.Id == "AD0001"))
        {
            return "an analyzer failed: " + thrown.FirstOrDefault();
        }

        return JudgeOutput(output, [.. result.GeneratedSources.Select(emitted => emitted.SyntaxTree)], reported);
    }

    // Errors in emitted code are the user's fault as long as there is one in the user's own code.
    private string? JudgeOutput(Compilation output, HashSet<SyntaxTree> emitted, ImmutableArray<Diagnostic> reported)
    {
        (output, emitted) = TestCompilation.WithAllWarnings(output, emitted);
        ImmutableArray<Diagnostic> compiler = output.GetDiagnostics(TestContext.Current.CancellationToken);
        bool isUsersFault = compiler.Any(diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error && !emitted.Contains(diagnostic.Location.SourceTree!));
        if (isUsersFault)
        {
            return null;
        }

        Interlocked.Increment(ref _judged);
        Diagnostic? problem = compiler.FirstOrDefault(diagnostic =>
            diagnostic.Severity >= DiagnosticSeverity.Warning && emitted.Contains(diagnostic.Location.SourceTree!) && !IsOfUser(diagnostic));
        if (problem is not null)
        {
            return "emitted code has a problem: " + problem;
        }

        bool isUnexplained = emitted.Count == 0
            && !reported.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            && output.GetSymbolsWithName(_ => true, SymbolFilter.TypeAndMember, TestContext.Current.CancellationToken)
                .Any(symbol => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(ScheduledTaskAttribute)));
        return isUnexplained ? "there is neither output nor a reason" : null;
    }

    // What is obsolete, experimental or not compliant with the CLS, because the user's code is.
    private static bool IsOfUser(Diagnostic diagnostic) =>
        diagnostic.Id is "CS0612" or "CS0618" || diagnostic.Id.StartsWith("CS3", StringComparison.Ordinal) || !diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    private static CSharpCompilation Compile(string source)
    {
        CSharpParseOptions options = TestCompilation.ParseOptions(LanguageVersion.CSharp14);
        CSharpCompilation compilation = TestCompilation.Create(
            new[] { source, Usings }.Select((text, i) => CSharpSyntaxTree.ParseText(text, options, $"Source{i}.cs")));
        return compilation.WithOptions(compilation.Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]));
    }
}
