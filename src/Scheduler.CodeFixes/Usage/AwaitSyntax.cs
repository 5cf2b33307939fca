using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>Writes <c>await</c> expressions.</summary>
internal static class AwaitSyntax
{
    /// <summary>Awaits an expression in place of another one; parentheses remain where they are needed.</summary>
    public static ExpressionSyntax Create(ExpressionSyntax task, SyntaxNode replaced)
    {
        AwaitExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            Operand(task.WithoutTrivia()));
        bool standsAlone = replaced.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
            or ReturnStatementSyntax or EqualsValueClauseSyntax or ArgumentSyntax;
        ExpressionSyntax result = standsAlone
            ? awaited
            : SyntaxFactory.ParenthesizedExpression(awaited).WithAdditionalAnnotations(Simplifier.Annotation);
        return result.WithTriviaFrom(replaced);
    }

    private static ExpressionSyntax Operand(ExpressionSyntax task)
    {
        bool isPrimary = task is SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
            or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax;
        return isPrimary ? task : SyntaxFactory.ParenthesizedExpression(task).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
