using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers.Storage;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>Reports what is wrong with a single task or actuator. It judges by the generator's own parsing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskDefinitionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.TaskMethodMustBeAccessible,
        Descriptors.TaskMustNotBeGeneric,
        Descriptors.ParameterMustBePassedByValue,
        Descriptors.TaskMethodMustNotBeAsyncVoid,
        Descriptors.TaskNameMustBeValid,
        Descriptors.DurationMustBeValid,
        Descriptors.MaxAttemptsMustBePositive,
        Descriptors.ConcurrencyMustBePositive,
        Descriptors.RetrySettingsMustAgree,
        Descriptors.TypeNameMustBeAnIdentifier,
        Descriptors.ParameterTypeIsNotSupported,
        Descriptors.ReturnTypeIsNotSupported,
        Descriptors.EmittedTypeNameIsTaken,
        Descriptors.TaskMethodMustBeOrdinary,
        Descriptors.InstanceMustBeCreatable,
        Descriptors.PayloadTypeIsNotSupported,
        Descriptors.ActuatorMethodMustTakeOnePayload,
        Descriptors.ActuatorClassMustImplementTheContract,
        Descriptors.PayloadMemberCannotLeaveTheProcess,
        Descriptors.ServiceMustBeMarkedAsInjected,
        Descriptors.TimeoutNeedsACancellationToken,
        Descriptors.ResultBelongsToAPayload,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Tasks in generated code have no output either: generators do not see each other's files.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeSymbol, SymbolKind.Method, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(
            AnalyzeFunction,
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.SimpleLambdaExpression);
    }

    private static void AnalyzeSymbol(SymbolAnalysisContext context) =>
        Analyze(context.Symbol, context.Compilation, context.Options, context.ReportDiagnostic, context.CancellationToken);

    // Functions within methods are no symbols of their own to the compiler.
    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context)
    {
        ISymbol? function = context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (function is not null)
        {
            Analyze(function, context.Compilation, context.Options, context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private static void Analyze(
        ISymbol symbol, Compilation compilation, AnalyzerOptions options, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        // The part with the body repeats what the declaring part says.
        if (symbol is IMethodSymbol { PartialDefinitionPart: not null })
        {
            return;
        }

        if (Reading.Of(symbol, compilation, cancellationToken) is not { } reading)
        {
            return;
        }

        // Where tasks are stored, what cannot be is an error, and not reported twice.
        bool isStored = StorageAnalyzer.NeedsOf(compilation, options) is { Mapper: true } or { Codec: true };
        var scope = new ParseScope(compilation, cancellationToken);
        if (symbol is IMethodSymbol method)
        {
            TaskAdvice.Check(method, KnownTypes.FindScheduledTask(method), isStored, scope);
        }
        else if (symbol is INamedTypeSymbol payload && reading.IsTask && !isStored)
        {
            TaskAdvice.Check(payload, scope);
        }

        foreach (Problem problem in reading.Problems.Concat(scope.Problems))
        {
            report(problem.ToDiagnostic());
        }
    }
}
