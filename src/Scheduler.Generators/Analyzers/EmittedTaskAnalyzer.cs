using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>
/// Reports tasks and actuators in files that another generator emits, as the compiler of Razor does for <c>@code</c>. This generator
/// does not see them, so nothing is emitted; and the other analyzers pass emitted files over.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmittedTaskAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.TaskIsInAnEmittedFile];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.Method, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        ISymbol symbol = context.Symbol;
        AttributeData? task = KnownTypes.FindScheduledTask(symbol);
        if ((task ?? KnownTypes.FindActuator(symbol)) is not { ApplicationSyntaxReference: { } written } attribute
            || EmittedFiles.Contains(written.SyntaxTree)
            || !EmittedFiles.MayContain(written.SyntaxTree, context.Compilation, context.CancellationToken))
        {
            return;
        }

        // Files in the project can look the same; their tasks have a scheduler.
        Location location = written.SyntaxTree.GetLocation(written.Span);
        bool isSeen = task is null
            ? !location.GetMappedLineSpan().HasMappedPath
            : EmittedDependency.HasScheduler(symbol, SchedulerName(symbol, task, context.CancellationToken));
        if (!isSeen)
        {
            string name = attribute.AttributeClass!.Name;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.TaskIsInAnEmittedFile, location, TypeNames.ForPeople(symbol), Naming.TrimSuffix(name, "Attribute")));
        }
    }

    private static string SchedulerName(ISymbol symbol, AttributeData task, CancellationToken cancellationToken) =>
        StandInParser.Stem(symbol, task, cancellationToken) + "Scheduler";
}
