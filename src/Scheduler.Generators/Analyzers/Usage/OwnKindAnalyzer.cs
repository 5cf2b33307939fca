using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks that await tasks of their own kind, or enqueue their successor under a unique key that they may have themselves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnKindAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.TaskAwaitsItsOwnKind,
        Descriptors.SuccessorNeedsAnotherUniqueKey,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        TaskBody.Register(context, Analyze);
    }

    private static void Analyze(TaskBody body)
    {
        string? own = null;
        foreach (IOperation operation in body.Operations)
        {
            ITypeSymbol? scheduler = FindAwaited(operation, body.CancellationToken) ?? FindKeyed(operation, body.CancellationToken);
            if (scheduler is null)
            {
                continue;
            }

            // Reading the definition costs more than looking at the body, and few bodies use schedulers.
            own ??= Reading.Of(body.Method, body.Compilation, body.CancellationToken)?.Task?.Identity.SchedulerType ?? "";
            if (TypeNames.NotNull(scheduler) == own)
            {
                body.Report(
                    operation is IPropertyReferenceOperation ? Descriptors.TaskAwaitsItsOwnKind : Descriptors.SuccessorNeedsAnotherUniqueKey,
                    operation.Syntax.GetLocation(),
                    body.Method.Name);
            }
        }
    }

    /// <summary>The scheduler whose task is awaited by <c>handle.Completion</c>, as far as the body shows where the handle comes from.</summary>
    private static ITypeSymbol? FindAwaited(IOperation operation, CancellationToken cancellationToken) =>
        operation is IPropertyReferenceOperation { Property.Name: "Completion" or "Outcome", Instance: { Type: { } type } handle }
        && KnownTypes.IsTaskHandle(type)
        && !IsInLambda(operation)
            ? FindMaker(handle, cancellationToken)
            : null;

    private static ITypeSymbol? FindMaker(IOperation handle, CancellationToken cancellationToken)
    {
        IOperation? source = handle is ILocalReferenceOperation local ? Blocking.FindInitializer(local, cancellationToken) : Blocking.Unwrap(handle);
        if (source is IAwaitOperation awaited)
        {
            source = Blocking.Unwrap(awaited.Operation);
        }

        return source is IInvocationOperation { Instance.Type: { } scheduler } && KnownTypes.IsScheduler(scheduler) ? scheduler : null;
    }

    /// <summary>The scheduler to which a task is added under a unique key that is the same each time.</summary>
    private static ITypeSymbol? FindKeyed(IOperation operation, CancellationToken cancellationToken) =>
        operation is IInvocationOperation { TargetMethod.Name: "EnqueueAsync" or "CreateAsync", Instance.Type: { } scheduler } call
        && KnownTypes.IsScheduler(scheduler)
        && call.Arguments.Any(argument => HasConstantKey(argument.Value, cancellationToken))
            ? scheduler
            : null;

    private static bool HasConstantKey(IOperation options, CancellationToken cancellationToken)
    {
        IOperation? source = options is IConversionOperation conversion ? conversion.Operand : options;
        if (source is ILocalReferenceOperation local)
        {
            source = Blocking.FindInitializer(local, cancellationToken);
        }

        return source is IObjectCreationOperation { Initializer: { } initializer } && initializer.Initializers.Any(static setting =>
            setting is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "UniqueKey" }, Value.ConstantValue: { HasValue: true, Value: not null } });
    }

    // It may run when the task is over.
    private static bool IsInLambda(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
