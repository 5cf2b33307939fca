using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
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
        Descriptors.ActuatorMustReturnTheDeclaredResult,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            var problems = new Problems(context.Compilation);
            context.RegisterSymbolAction(symbol => Report(symbol, problems), SymbolKind.Method, SymbolKind.NamedType);
        });
    }

    private static void Report(SymbolAnalysisContext context, Problems problems)
    {
        if (KnownTypes.FindScheduledTask(context.Symbol) is null && KnownTypes.FindActuator(context.Symbol) is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in problems.Of(context.Symbol, context.CancellationToken))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>What is wrong in one compilation, found out once. No Lazy: that would keep a cancellation for good.</summary>
    private sealed class Problems(Compilation compilation)
    {
        private readonly object _gate = new();
        private ILookup<ISymbol, Diagnostic>? _found;

        public IEnumerable<Diagnostic> Of(ISymbol definition, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _found ??= TaskSetRules.Judge(DefinitionSet.Read(compilation, cancellationToken), compilation, cancellationToken);
                return _found[definition];
            }
        }
    }
}
