using System.Collections.Immutable;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>One system goes once through everything that an editor does.</summary>
internal sealed class GeneratorRound(GeneratorSettings settings, CompilerSystem system, int round)
{
    private const int Keystrokes = 20;

    /// <summary>One line for each step.</summary>
    public async Task<IReadOnlyList<GeneratorLine>> MeasureAsync(CancellationToken cancellationToken)
    {
        // A compilation of its own: what the compiler keeps of one must not help the next.
        CSharpCompilation project = TaskProject.Create(settings.Methods, settings.Classes);
        SyntaxTree edited = TaskProject.Parse(TaskProject.EditedFile(0), "Edited.cs");
        project = project.AddSyntaxTrees(edited);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [system.CreateGenerator().AsSourceGenerator()], parseOptions: TaskProject.ParseOptions);

        List<GeneratorLine> lines = [];
        Stretch.Meter first = Stretch.Begin();
        driver = driver.RunGeneratorsAndUpdateCompilation(project, out _, out _, cancellationToken);
        lines.Add(Line("first", first.End()));

        lines.Add(Line("keystroke", TypeElsewhere(driver, project, edited, cancellationToken), Keystrokes));
        lines.Add(Line("comment", TypeAComment(driver, project, cancellationToken)));

        lines.AddRange(await AnalyseAsync(project, cancellationToken));
        return lines;
    }

    // The whole pass, most of which is the compiler's own work, and the part of it that was spent inside the analyzers.
    private async Task<IReadOnlyList<GeneratorLine>> AnalyseAsync(CSharpCompilation project, CancellationToken cancellationToken)
    {
        // What our generator emits is there for both, and in a compilation that nobody has looked into yet.
        CSharpGeneratorDriver
            .Create([new SchedulerGenerator().AsSourceGenerator()], parseOptions: TaskProject.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(project.Clone(), out Compilation complete, out _, cancellationToken);
        ImmutableArray<DiagnosticAnalyzer> analyzers = system.CreateAnalyzers();

        // One after the other: side by side, the time inside an analyzer would include waiting for a processor.
        CompilationWithAnalyzers analysis = complete.Clone().WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));

        Stretch.Meter meter = Stretch.Begin();
        await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
        GeneratorLine pass = Line("analysis", meter.End());

        List<GeneratorLine> lines = [pass];
        foreach (DiagnosticAnalyzer analyzer in analyzers)
        {
            AnalyzerTelemetryInfo telemetry = await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, cancellationToken);
            lines.Add(Inside(pass, analyzer.GetType().Name, telemetry.ExecutionTime.TotalMilliseconds));
        }

        lines.Add(Inside(pass, "analyzers", lines.Skip(1).Sum(static line => line.Milliseconds)));
        return lines;
    }

    private static GeneratorLine Inside(GeneratorLine pass, string step, double milliseconds) => pass with
    {
        Step = step,
        Milliseconds = Math.Round(milliseconds, 3),
        CpuMilliseconds = Math.Round(milliseconds, 3),
        Bytes = 0,
    };

    private static Stretch TypeElsewhere(GeneratorDriver driver, CSharpCompilation project, SyntaxTree edited, CancellationToken cancellationToken)
    {
        CSharpCompilation[] states =
        [
            .. Enumerable.Range(1, Keystrokes).Select(i => project.ReplaceSyntaxTree(
                edited, TaskProject.Parse(TaskProject.EditedFile(i), edited.FilePath))),
        ];
        Stretch.Meter meter = Stretch.Begin();
        foreach (CSharpCompilation state in states)
        {
            driver = driver.RunGenerators(state, cancellationToken);
        }

        return meter.End();
    }

    private static Stretch TypeAComment(GeneratorDriver driver, CSharpCompilation project, CancellationToken cancellationToken)
    {
        SyntaxTree file = project.SyntaxTrees[0];
        CSharpCompilation state = project.ReplaceSyntaxTree(file, TaskProject.Parse("// A comment\n" + file, file.FilePath));
        Stretch.Meter meter = Stretch.Begin();
        driver.RunGenerators(state, cancellationToken);
        return meter.End();
    }

    private GeneratorLine Line(string step, Stretch stretch, int times = 1) => new()
    {
        System = system.Name,
        Step = step,
        Tasks = settings.Tasks,
        Kind = "round",
        Round = round,
        Milliseconds = Math.Round(stretch.Seconds * 1_000 / times, 3),
        CpuMilliseconds = Math.Round(stretch.CpuSeconds * 1_000 / times, 3),
        Bytes = stretch.Bytes / times,
    };
}
