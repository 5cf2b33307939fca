using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers.Storage;

/// <summary>Reports what keeps tasks from being stored, in projects that store any.</summary>
/// <remarks>A payload and its result may be declared in different places and share a row; so all definitions are read together.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StorageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.MemberCannotBeStored,
        Descriptors.ColumnsMustDiffer,
        Descriptors.StorageNameMustBeValid,
        Descriptors.JsonContextLacksType,
        Descriptors.ColumnSettingMustFit,
        Descriptors.NotStoredMemberNeedsADefault,
        Descriptors.TablesMustDiffer,
        Descriptors.JsonLosesState,
        Descriptors.StateIsEmittedElsewhere,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            StorageNeeds needs = NeedsOf(context.Compilation, context.Options);
            if (needs.Mapper || needs.Codec)
            {
                var problems = new Problems(context.Compilation, needs);
                context.RegisterSymbolAction(symbol => Report(symbol, problems), SymbolKind.Method, SymbolKind.NamedType);
            }
        });
    }

    /// <summary>What a project wants to have emitted.</summary>
    internal static StorageNeeds NeedsOf(Compilation compilation, AnalyzerOptions options) => OptionsParser.StorageNeedsOf(
        OptionsParser.Parse(options.AnalyzerConfigOptionsProvider).Storage, Dialects.NeedsOf(compilation));

    private static void Report(SymbolAnalysisContext context, Problems problems)
    {
        foreach (Diagnostic diagnostic in problems.Of(context.Symbol, context.CancellationToken))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>What is wrong in one compilation, found out once. No Lazy: that would keep a cancellation for good.</summary>
    private sealed class Problems(Compilation compilation, StorageNeeds needs)
    {
        private readonly object _gate = new();
        private ILookup<ISymbol, Diagnostic>? _found;

        public IEnumerable<Diagnostic> Of(ISymbol symbol, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _found ??= new StorageRules(compilation, needs, cancellationToken).Judge(DefinitionSet.Read(compilation, cancellationToken));
                return _found[symbol];
            }
        }
    }
}
