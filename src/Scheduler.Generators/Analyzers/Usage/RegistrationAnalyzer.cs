using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks of a program that the program never schedules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] TestFrameworks =
    [
        "xunit", "nunit.framework", "MSTest.TestFramework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "TUnit.Core",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.TaskIsNotRegistered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            if (IsProgram(context.Compilation)
                && context.Compilation.GetTypeByMetadataName(KnownTypes.ScheduledTaskAttribute) is not null
                && RegistrationUse.Find(context.Compilation) is { } use)
            {
                context.RegisterSyntaxNodeAction(use.Visit, Microsoft.CodeAnalysis.CSharp.SyntaxKind.IdentifierName);
                context.RegisterSymbolAction(use.Add, SymbolKind.Method, SymbolKind.NamedType);
                context.RegisterCompilationEndAction(use.Report);
            }
        });
    }

    // A library's tasks are registered by the program that uses it, and a test project schedules what it likes.
    private static bool IsProgram(Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication
        && !compilation.ReferencedAssemblyNames.Any(
            static reference => TestFrameworks.Any(name => reference.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
}
