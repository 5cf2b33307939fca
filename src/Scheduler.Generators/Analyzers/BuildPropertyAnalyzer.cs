using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers;

/// <summary>Reports MSBuild properties of this generator whose values make no sense. They have no place in a source file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BuildPropertyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.BuildPropertyMustBeValid];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationAction(static context =>
        {
            foreach ((string property, string value, string advice) in OptionsParser.FindMistakes(context.Options.AnalyzerConfigOptionsProvider))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.BuildPropertyMustBeValid, Location.None, property, value, advice));
            }
        });
    }
}
