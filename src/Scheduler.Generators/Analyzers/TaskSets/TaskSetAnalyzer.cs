using System.Collections.Immutable;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers.TaskSets;

/// <summary>Reports what only all tasks and actuators of a compilation together can show.</summary>
/// <remarks>
/// Not at the end of the compilation: editors offer no fix for what is reported there. All definitions are read together when the
/// first of them is looked at.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskSetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.TaskNameMustBeUnique,
        Descriptors.TasksMustNotEmitTheSameType,
        Descriptors.PayloadNeedsAnActuator,
        Descriptors.PayloadHasSeveralActuators,
        Descriptors.ActuatorMustServeATask,
        Descriptors.TypeIsEmittedByAnotherGenerator,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            // A second thread may read as well; an analysis that was cancelled leaves nothing behind.
            (Compilation compilation, CancellationToken cancellationToken) = (context.Compilation, context.CancellationToken);
            var diagnostics = new Lazy<ILookup<ISymbol, Diagnostic>>(
                () => TaskSetRules.Judge(DefinitionSet.Read(compilation, cancellationToken), cancellationToken),
                LazyThreadSafetyMode.PublicationOnly);
            context.RegisterSymbolAction(symbol => Report(symbol, diagnostics), SymbolKind.Method, SymbolKind.NamedType);
        });
    }

    private static void Report(SymbolAnalysisContext context, Lazy<ILookup<ISymbol, Diagnostic>> diagnostics)
    {
        if (KnownTypes.FindScheduledTask(context.Symbol) is null && KnownTypes.FindActuator(context.Symbol) is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in diagnostics.Value[context.Symbol])
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
