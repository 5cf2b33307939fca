using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Matrix;

/// <summary>Compiles a cell as the strictest project would, asks the analyzers, and lets the task do its work.</summary>
internal static class CellRun
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using GeneratedScheduler;
        global using GeneratedScheduler.Actuators;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private const string Support = """
        namespace MatrixSupport
        {
            internal static class Show
            {
                public static async global::System.Threading.Tasks.Task<string> Result<T>(
                    global::System.Threading.Tasks.ValueTask<global::GeneratedScheduler.TaskHandle<T>> enqueued) =>
                    Text(await (await enqueued).Completion);

                public static string Text(object? value) => value switch
                {
                    null => "null",
                    string text => text,
                    global::System.Collections.IEnumerable items =>
                        string.Join(",", global::System.Linq.Enumerable.Select(global::System.Linq.Enumerable.Cast<object?>(items), Text)),
                    global::System.IFormattable number => number.ToString(null, global::System.Globalization.CultureInfo.InvariantCulture),
                    _ => value.ToString() ?? "",
                };
            }
        }
        """;

    // The analyzers that judge definitions. Those that look into bodies have tests of their own.
    private static readonly ImmutableArray<DiagnosticAnalyzer> Judges = [new TaskDefinitionAnalyzer(), new TaskSetAnalyzer()];

    /// <summary>What becomes of a definition that is to work: the ids that are reported, and the output.</summary>
    public static async Task<string> RunAsync(Cell cell)
    {
        (GeneratorRun run, ImmutableArray<byte>[] libraries) = Generate(cell, Program(cell));
        string[] problems = TestCompilation.Problems(run.Output, run.Trees, cell.Hides);
        Assert.True(problems.Length == 0, string.Join("\n", problems) + "\n\n" + run.Text);
        string ids = await ReportedAsync(run);
        object task = LoadedProgram.Load(run.Output, libraries).GetMethod("Main")!.Invoke(null, [])!;
        return ids + await (Task<string>)task;
    }

    /// <summary>What is reported for a definition that is refused; nothing may be emitted for it.</summary>
    public static async Task<string> RefuseAsync(Cell cell)
    {
        (GeneratorRun run, _) = Generate(cell, program: null);
        Diagnostic[] errors =
        [
            .. run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS1591"),
        ];
        IEnumerable<string> compiler = errors.Select(diagnostic => diagnostic.Id);

        // What the compiler alone refuses may have output, as long as the compiler has nothing to say about that.
        Assert.DoesNotContain(errors, error => run.Trees.Contains(error.Location.SourceTree));
        Assert.True(run.Files.Count == 0 || cell.Ids.All(id => id.StartsWith("CS", StringComparison.Ordinal)), run.Text);
        return string.Join(" ", (await ReportedAsync(run)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(compiler).Distinct().Order());
    }

    /// <summary>What the compiler says of what is emitted for a definition in a project that stores its tasks.</summary>
    public static string[] ProblemsWithStorage(Cell cell)
    {
        (GeneratorRun run, _) = Generate(cell, cell.Output is null ? null : Program(cell), Storage.StoredProgram.Options("all"));
        HashSet<SyntaxTree> emitted = [.. run.Trees];
        return
        [
            .. run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && emitted.Contains(diagnostic.Location.SourceTree!))
                .Select(diagnostic => diagnostic + "\n" + run.Text),
        ];
    }

    private static (GeneratorRun Run, ImmutableArray<byte>[] Libraries) Generate(Cell cell, string? program, BuildProperties? properties = null)
    {
        CSharpParseOptions options = TestCompilation.ParseOptions(cell.Version).WithPreprocessorSymbols(cell.Symbols);
        IEnumerable<string> sources = [cell.Code, .. cell.MoreFiles, Support, .. Optional(program), .. Optional(cell.ImplicitUsings ? ImplicitUsings : null)];
        CSharpCompilation input = TestCompilation.Create(
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(
                source, options, $"Source{i}.cs", cancellationToken: TestContext.Current.CancellationToken)));
        ImmutableArray<byte>[] libraries = [];
        if (cell.Library is { } library)
        {
            CSharpCompilation other = TestCompilation.Create([ImplicitUsings, library.Code], assemblyName: library.AssemblyName);
            ImmutableArray<byte> image = LoadedProgram.Emit(GeneratorRun.Start(other).Output);
            MetadataReference reference = MetadataReference.CreateFromImage(image);
            input = input.AddReferences(library.Alias is null ? reference : reference.WithAliases([library.Alias]));
            libraries = [image];
        }

        return (GeneratorRun.Start(input, properties, others: cell.Generated is null ? [] : [new OtherGenerator(cell.Generated)]), libraries);
    }

    private static async Task<string> ReportedAsync(GeneratorRun run)
    {
        ImmutableArray<Diagnostic> reported = await run.Output
            .WithAnalyzers(Judges)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return string.Concat(reported.Select(diagnostic => diagnostic.Id).Distinct().Order().Select(id => id + " "));
    }

    // The program uses what is marked too.
    private static string Program(Cell cell) => $$"""
        #pragma warning disable {{string.Join(", ", (string[])["CS0612", "CS0618", .. cell.Hides])}}
        public static class Program
        {
            public static async global::System.Threading.Tasks.Task<string> Main()
            {
                {{cell.Main ?? Body(cell)}}
            }
        }
        """;

    private static string Body(Cell cell)
    {
        string result = $"return await global::MatrixSupport.Show.Result(scheduler.EnqueueAsync({cell.Call}));";
        return cell.Services is null
            ? $"await using var scheduler = global::{cell.Scheduler}.Create(); {result}"
            : $"var services = new ServiceCollection(); {cell.Services} await using var provider = services.BuildServiceProvider(); "
                + $"await using var scheduler = global::{cell.Scheduler}.Create(setup => setup.Options.Services = provider); {result}";
    }

    private static IEnumerable<string> Optional(string? text) => text is null ? [] : [text];
}
