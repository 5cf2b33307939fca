using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports what tasks share by way of static members: values that change, and services.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.TaskUsesMutableStaticState,
        Descriptors.ServiceIsCapturedInAStaticTask,
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
        IEnumerable<IGrouping<ISymbol, IMemberReferenceOperation>> members = body.Operations
            .OfType<IMemberReferenceOperation>()
            .Where(static reference => IsState(reference.Member) && !TaskBody.IsInNameOf(reference))
            .GroupBy(static reference => reference.Member, SymbolEqualityComparer.Default)!;

        foreach (IGrouping<ISymbol, IMemberReferenceOperation> references in members)
        {
            // A service that is set from outside changes too, but one complaint is enough.
            if (body.Method.IsStatic && CapturedServices.IsService(references.Key))
            {
                Report(body, Descriptors.ServiceIsCapturedInAStaticTask, references.First());
            }
            else if (StaticState.FindUse(references.Key, references) is { } use)
            {
                Report(body, Descriptors.TaskUsesMutableStaticState, use);
            }
        }
    }

    private static bool IsState(ISymbol member) =>
        member is IFieldSymbol { IsStatic: true, IsConst: false } or IPropertySymbol { IsStatic: true };

    private static void Report(TaskBody body, DiagnosticDescriptor descriptor, IMemberReferenceOperation reference) => body.Report(
        descriptor,
        reference.Syntax.GetLocation(),
        reference.Member.Name,
        reference.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "");
}
