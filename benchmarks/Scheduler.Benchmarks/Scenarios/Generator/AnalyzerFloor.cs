using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>The floor: an analyzer that is shown the same symbols and method bodies and looks at none of them.</summary>
internal sealed class AnalyzerFloor : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("FLOOR", "Floor", "Never reported", "Benchmarks", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(static _ => { }, SymbolKind.Method, SymbolKind.NamedType);
        context.RegisterOperationBlockAction(static _ => { });
    }
}
