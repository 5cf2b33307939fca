using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Finds loops that do nothing with the tasks they enqueue, so that they could be enqueued at once.</summary>
internal static class EnqueueLoops
{
    /// <summary>The loop around a call whose result is given; nothing if the turns of the loop depend on it.</summary>
    public static StatementSyntax? FindLoop(
        InvocationExpressionSyntax call, ExpressionSyntax result, SemanticModel model, CancellationToken cancellationToken)
    {
        bool isCandidate = result.Parent is AwaitExpressionSyntax
            && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnqueueAsync" }
                or IdentifierNameSyntax { Identifier.ValueText: "EnqueueAsync" };
        return isCandidate
            && InnermostLoop(call) is { } loop
            && IsOnlyCollected((AwaitExpressionSyntax)result.Parent!)
            && !WaitsForMore(loop, (AwaitExpressionSyntax)result.Parent!)
            && !HasOptions(call, model, cancellationToken)
            ? loop
            : null;
    }

    private static StatementSyntax? InnermostLoop(SyntaxNode call)
    {
        foreach (SyntaxNode ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                // Elements that arrive over time had better not wait for each other; nor has an endless loop all of them at hand.
                case CommonForEachStatementSyntax loop:
                    return loop.AwaitKeyword == default ? loop : null;
                case ForStatementSyntax loop:
                    return IsEndless(loop.Condition) ? null : loop;
                case WhileStatementSyntax loop:
                    return IsEndless(loop.Condition) ? null : loop;
                case DoStatementSyntax loop:
                    return IsEndless(loop.Condition) ? null : loop;

                // What fails for one of them is dealt with for one of them.
                case TryStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    private static bool IsEndless(ExpressionSyntax? condition) => condition is null
        || condition.IsKind(SyntaxKind.TrueLiteralExpression)
        || condition.DescendantNodesAndSelf().Any(
            static node => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" } or AwaitExpressionSyntax);

    // An option may differ from task to task, and a unique key must. In a transaction tasks can only be enqueued one by one.
    private static bool HasOptions(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.ArgumentList.Arguments.Any(argument => argument.Expression is not LiteralExpressionSyntax
            && model.GetTypeInfo(argument.Expression, cancellationToken).ConvertedType is { Name: "EnqueueOptions" or "DbTransaction" });

    private static bool WaitsForMore(StatementSyntax loop, AwaitExpressionSyntax enqueue) =>
        BodyOf(loop).DescendantNodes().Any(node => node != enqueue
            && (node is AwaitExpressionSyntax || (node is CommonForEachStatementSyntax inner && inner.AwaitKeyword != default)));

    private static StatementSyntax BodyOf(StatementSyntax loop) => loop switch
    {
        CommonForEachStatementSyntax each => each.Statement,
        ForStatementSyntax counting => counting.Statement,
        WhileStatementSyntax repeating => repeating.Statement,
        DoStatementSyntax repeating => repeating.Statement,
        _ => loop,
    };

    private static bool IsOnlyCollected(AwaitExpressionSyntax enqueue) => SkipParentheses(enqueue).Parent switch
    {
        ExpressionStatementSyntax => true,
        ArgumentSyntax argument => IsCollecting(argument),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } or ElementAccessExpressionSyntax } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => IsOnlyCollected(variable),
        _ => false,
    };

    private static bool IsOnlyCollected(VariableDeclaratorSyntax variable) =>
        variable.Parent?.Parent is LocalDeclarationStatementSyntax { Parent: { } block }
        && block.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText)
            .All(static name => name.Parent is ArgumentSyntax argument && IsCollecting(argument));

    // handles.Add(handle)
    private static bool IsCollecting(ArgumentSyntax argument) => argument.Parent is ArgumentListSyntax
    {
        Arguments.Count: 1,
        Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Enqueue" or "Push" } },
    };

    private static SyntaxNode SkipParentheses(SyntaxNode node)
    {
        SyntaxNode current = node;
        while (current.Parent is ParenthesizedExpressionSyntax parentheses)
        {
            current = parentheses;
        }

        return current;
    }
}
