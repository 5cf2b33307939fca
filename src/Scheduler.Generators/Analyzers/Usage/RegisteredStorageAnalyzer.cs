using System.Collections.Immutable;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Reports tasks of referenced projects that the databases of this project cannot store, because they were compiled without mappers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisteredStorageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.RegisteredTasksHaveNoStorage];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static context =>
        {
            if (Dialects.Of(context.Compilation).HasSql)
            {
                context.RegisterOperationAction(static operation => AnalyzeCall(operation), OperationKind.Invocation);
                context.RegisterSymbolAction(static symbol => AnalyzeActuator(symbol), SymbolKind.Method, SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod.ContainingType is { } type
            && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, context.Compilation.Assembly)
            && ContractParser.LacksMappers(type))
        {
            Report(type.ContainingAssembly.Name, invocation.Syntax.GetLocation(), context.ReportDiagnostic);
        }
    }

    // Here nobody needs to call the other assembly's registration.
    private static void AnalyzeActuator(SymbolAnalysisContext context)
    {
        if (KnownTypes.FindActuator(context.Symbol) is null || Reading.Of(context.Symbol, context.Compilation, context.CancellationToken) is not { } reading)
        {
            return;
        }

        foreach (string assembly in reading.Actuators
            .Where(static actuator => actuator.Contract is { HasMappers: false })
            .Select(static actuator => actuator.Contract!.Assembly)
            .Distinct(StringComparer.Ordinal))
        {
            Report(assembly, context.Symbol.Locations.FirstOrDefault(), context.ReportDiagnostic);
        }
    }

    private static void Report(string assembly, Location? location, Action<Diagnostic> report) =>
        report(Diagnostic.Create(Descriptors.RegisteredTasksHaveNoStorage, location, assembly));
}
