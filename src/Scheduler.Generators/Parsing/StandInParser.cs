using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads the names that a task emits, be it right or wrong.</summary>
internal static class StandInParser
{
    public static StandInModel? Parse(ISymbol symbol, AttributeData attribute, ParseScope scope)
    {
        string stem = Stem(symbol, attribute, scope.CancellationToken);
        if (!SyntaxFacts.IsValidIdentifier(stem))
        {
            return null;
        }

        string? payload = symbol is IMethodSymbol ? stem + "Task" : null;
        return new StandInModel(
            TypeNames.Namespace(symbol),
            IsTaken(symbol, scope, stem + "Scheduler") ? "" : stem + "Scheduler",
            payload is null || IsTaken(symbol, scope, payload) ? null : payload,
            TypeNames.ForPeople(symbol));
    }

    /// <summary>What the names of the emitted types begin with.</summary>
    public static string Stem(ISymbol symbol, AttributeData attribute, CancellationToken cancellationToken) =>
        new AttributeReader(attribute, cancellationToken).GetString("TypeName")
        ?? Naming.TrimSuffix(symbol.Name, symbol is IMethodSymbol ? "Async" : "Task");

    private static bool IsTaken(ISymbol symbol, ParseScope scope, string name) => name == "GeneratedScheduler"
        || scope.Compilation.GetCompilationNamespace(symbol.ContainingNamespace)?.GetNamespaceMembers().Any(member => member.Name == name) == true
        || symbol.ContainingNamespace.GetMembers(name).Any();
}
