using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
        Result = Assert.Single(_driver.GetRunResult().Results);
        if (Result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator failed.", exception);
        }
    }

    public Compilation Output { get; }

    public GeneratorRunResult Result { get; }

    public IEnumerable<SyntaxTree> Trees => Result.GeneratedSources.Select(source => source.SyntaxTree);

    /// <summary>Emitted files, by name.</summary>
    public SortedDictionary<string, string> Files => new(
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()),
        StringComparer.Ordinal);

    /// <summary>All files in one text, for a snapshot.</summary>
    public string Text => string.Join("\n", Files.Select(file => $"//// {file.Key}\n{file.Value}"));

    public static GeneratorRun Start(CSharpCompilation input, bool trackSteps = true) => new(
        CSharpGeneratorDriver.Create(
            [new SchedulerGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)input.SyntaxTrees.First().Options,
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
