using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>Finds the calls of a local function.</summary>
internal static class LocalCalls
{
    /// <summary>All calls, each a statement of its own; <see langword="null"/> if the function is used in any other way, for instance as a delegate.</summary>
    public static IReadOnlyList<InvocationExpressionSyntax>? Find(LocalFunctionStatementSyntax function, IMethodSymbol symbol, SemanticModel model)
    {
        SyntaxNode scope = function.Ancestors().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax)
            ?? function.SyntaxTree.GetRoot();
        var calls = new List<InvocationExpressionSyntax>();
        foreach (IdentifierNameSyntax name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol))
            {
                if (name.Parent is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call)
                {
                    return null;
                }

                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>Whether the call stands in a local function, whose own callers would have to be looked at.</summary>
    public static bool IsInAnotherLocalFunction(InvocationExpressionSyntax call) => call.Ancestors()
        .TakeWhile(static ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax))
        .Any(static ancestor => ancestor is LocalFunctionStatementSyntax { Modifiers: var modifiers } && !modifiers.Any(SyntaxKind.AsyncKeyword));
}
