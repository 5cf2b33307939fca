using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks that are enqueued without waiting for it, or one by one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EnqueueAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.EnqueueMustBeAwaited,
        Descriptors.EnqueueInBulk,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (!Enqueuing.MayEnqueue(call))
        {
            return;
        }

        ExpressionSyntax result = Enqueuing.WithWrappers(call);
        DiagnosticDescriptor? descriptor = DroppedResults.IsDropped(result, context.SemanticModel, context.CancellationToken)
            ? Descriptors.EnqueueMustBeAwaited
            : EnqueueLoops.FindLoop(call, result, context.SemanticModel, context.CancellationToken) is not null
                ? Descriptors.EnqueueInBulk
                : null;
        if (descriptor is not null && Enqueuing.FindMethod(call, context.SemanticModel, context.CancellationToken) is { } method)
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, call.GetLocation(), method.Name));
        }
    }
}
