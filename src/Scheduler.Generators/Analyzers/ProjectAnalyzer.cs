using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>Reports once for a project with tasks why nothing is emitted for any of them. That has no place in a source file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProjectAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.LanguageIsTooOld, Descriptors.EmittedFileIsCompiledAsSource];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (!ProjectRules.HasLanguage(start.Compilation))
            {
                ReportLanguage(start);
            }

            if (EmittedFiles.WereLeftOut(start.Compilation) && EmittedFiles.FindCopy(start.Compilation) is { } copy)
            {
                start.RegisterCompilationEndAction(end =>
                    end.ReportDiagnostic(Diagnostic.Create(Descriptors.EmittedFileIsCompiledAsSource, Location.None, copy)));
            }
        });
    }

    // A project may reference the package and have no task.
    private static void ReportLanguage(CompilationStartAnalysisContext start)
    {
        int hasTask = 0;
        start.RegisterSymbolAction(
            context =>
            {
                if (KnownTypes.FindScheduledTask(context.Symbol) is not null)
                {
                    Interlocked.Exchange(ref hasTask, 1);
                }
            },
            SymbolKind.Method,
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end =>
        {
            if (Volatile.Read(ref hasTask) == 1)
            {
                LanguageVersion version = ((CSharpCompilation)end.Compilation).LanguageVersion;
                end.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.LanguageIsTooOld, Location.None, version.ToDisplayString(), ProjectRules.OldestLanguage.ToDisplayString()));
            }
        });
    }
}
