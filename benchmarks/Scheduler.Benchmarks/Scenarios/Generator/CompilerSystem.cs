using System.Collections.Immutable;
using GeneratedScheduler.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>What is measured: ours, or the floor beside it.</summary>
internal sealed record CompilerSystem(string Name, Func<IIncrementalGenerator> CreateGenerator, Func<ImmutableArray<DiagnosticAnalyzer>> CreateAnalyzers)
{
    public static CompilerSystem Ours { get; } = new("generated-scheduler", static () => new SchedulerGenerator(), OurAnalyzers);

    public static CompilerSystem Floor { get; } = new("floor", static () => new AttributeFloor(), static () => [new AnalyzerFloor()]);

    public static IReadOnlyList<CompilerSystem> All { get; } = [Ours, Floor];

    private static ImmutableArray<DiagnosticAnalyzer> OurAnalyzers() =>
    [
        .. typeof(SchedulerGenerator).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
