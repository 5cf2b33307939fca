using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Recognises calls that add tasks to a scheduler.</summary>
internal static class Enqueuing
{
    /// <summary>Whether the name of what is called could be one of these methods; costs nothing.</summary>
    public static bool MayEnqueue(InvocationExpressionSyntax call) => NameOf(call) is
    {
        Identifier.ValueText: "EnqueueAsync" or "EnqueueManyAsync" or "CreateAsync" or "CreateManyAsync",
    };

    /// <summary>The method of a scheduler that is called; nothing for any other method.</summary>
    public static IMethodSymbol? FindMethod(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        MayEnqueue(call)
        && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { IsStatic: false } method
        && KnownTypes.IsScheduler(method.ContainingType)
            ? method
            : null;

    /// <summary><c>sums.EnqueueAsync(1, 2).AsTask()</c> for <c>sums.EnqueueAsync(1, 2)</c>.</summary>
    public static ExpressionSyntax WithWrappers(ExpressionSyntax call)
    {
        ExpressionSyntax current = call;
        while (true)
        {
            switch (current.Parent)
            {
                case ParenthesizedExpressionSyntax parentheses:
                    current = parentheses;
                    break;
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "AsTask" or "ConfigureAwait" or "Preserve",
                    Parent: InvocationExpressionSyntax wrapper,
                } member when member.Expression == current:
                    current = wrapper;
                    break;
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == current:
                    current = conditional;
                    break;
                case PostfixUnaryExpressionSyntax suppression when suppression.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                    current = suppression;
                    break;
                default:
                    return current;
            }
        }
    }

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };
}
