using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks that take a CancellationToken and do not care.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationTokenAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.CancellationTokenIsNeverUsed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        TaskBody.Register(context, Analyze);
    }

    private static void Analyze(TaskBody body)
    {
        if (body.Method.Parameters.FirstOrDefault(static parameter => KnownTypes.IsCancellationToken(parameter.Type)) is { } token
            && !IsDiscard(token)
            && body.Operations.Any(operation => CouldUseToken(operation, body))
            && !body.Operations.Any(IsUse))
        {
            body.Report(Descriptors.CancellationTokenIsNeverUsed, token.Locations[0], body.Method.Name, token.Name);
        }
    }

    // "_" says that it is left alone on purpose.
    private static bool IsDiscard(IParameterSymbol parameter) => parameter.Name.All(static c => c == '_');

    private static bool CouldUseToken(IOperation operation, TaskBody body) => operation switch
    {
        IAwaitOperation or ILoopOperation => true,
        IInvocationOperation call => CancellationSlot.Find(call, body.Compilation, body.Method.ContainingType) is not null,
        _ => false,
    };

    // The token of the context is the same one, and whoever is given the context can read it.
    private static bool IsUse(IOperation operation) =>
        operation is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol owner } reference
        && owner.MethodKind == MethodKind.Ordinary
        && !TaskBody.IsInNameOf(operation)
        && (KnownTypes.IsCancellationToken(reference.Parameter.Type)
            || (KnownTypes.IsTaskContext(reference.Parameter.Type)
                && operation.Parent is not IMemberReferenceOperation { Member.Name: not nameof(CancellationToken) }
                && !(operation.Parent is IInvocationOperation call && call.Instance == operation)));
}
