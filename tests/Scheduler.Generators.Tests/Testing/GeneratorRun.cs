using System.Collections.Immutable;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>One run of the generator.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, Compilation input)
    {
        _driver = driver.RunGeneratorsAndUpdateCompilation(
            input, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Output = output;
        Assert.Empty(diagnostics);
        Result = _driver.GetRunResult().Results[0];
        if (Result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator failed.", exception);
        }
    }

    public Compilation Output { get; }

    public GeneratorRunResult Result { get; }

    public IEnumerable<SyntaxTree> Trees => Result.GeneratedSources.Select(source => source.SyntaxTree);

    /// <summary>Emitted files, by name, without the stand-ins for what could not be emitted.</summary>
    public SortedDictionary<string, string> Files => new(
        Result.GeneratedSources.Where(source => source.HintName != Naming.StandInHintName).ToDictionary(source => source.HintName, source => source.SourceText.ToString()),
        StringComparer.Ordinal);

    /// <summary>The empty types of tasks that could not be emitted; <see langword="null"/> if there are none.</summary>
    public string? StandIns => Result.GeneratedSources
        .FirstOrDefault(source => source.HintName == Naming.StandInHintName).SourceText?.ToString();

    /// <summary>All files in one text, for a snapshot.</summary>
    public string Text => string.Join("\n", Files.Select(file => $"//// {file.Key}\n{file.Value}"));

    /// <param name="input">The user's code.</param>
    /// <param name="options">Build properties.</param>
    /// <param name="trackSteps">Whether the reasons of all steps are kept.</param>
    /// <param name="others">Generators that run beside ours.</param>
    public static GeneratorRun Start(
        CSharpCompilation input, AnalyzerConfigOptionsProvider? options = null, bool trackSteps = true, params IIncrementalGenerator[] others) => new(
        CSharpGeneratorDriver.Create(
            [new SchedulerGenerator().AsSourceGenerator(), .. others.Select(other => other.AsSourceGenerator())],
            parseOptions: (CSharpParseOptions)input.SyntaxTrees.First().Options,
            optionsProvider: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: trackSteps)),
        input);

    /// <summary>The next run of the same driver, with another state of the same project.</summary>
    public GeneratorRun Continue(Compilation input) => new(_driver, input);

    public IReadOnlyList<IncrementalStepRunReason> ReasonsOf(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)]
        : [];

    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];
}
