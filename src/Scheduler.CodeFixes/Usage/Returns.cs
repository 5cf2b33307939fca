using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>What a function that returns a task without being async has to return once it is.</summary>
internal static class Returns
{
    private static readonly SyntaxAnnotation Superfluous = new();

    /// <summary>How one returned expression changes.</summary>
    public enum Change
    {
        /// <summary>There is no way.</summary>
        None,

        /// <summary><c>return Task.FromResult(a);</c> becomes <c>return a;</c></summary>
        Unwrap,

        /// <summary><c>return Later();</c> becomes <c>return await Later();</c></summary>
        Await,

        /// <summary><c>return Later();</c> at the end becomes <c>await Later();</c></summary>
        AwaitAtEnd,

        /// <summary><c>return Task.CompletedTask;</c> becomes <c>return;</c></summary>
        Leave,

        /// <summary><c>return Task.CompletedTask;</c> at the end goes.</summary>
        Remove,
    }

    /// <summary>The changes to everything that a function returns, in the order of the source.</summary>
    public static Change[] Find(SyntaxNode function, ITypeSymbol returnType, SemanticModel model)
    {
        bool hasResult = returnType is INamedTypeSymbol { Arity: 1 };
        return [.. Expressions(function).Select(expression => Find(expression, function, hasResult, model))];
    }

    /// <summary>Makes these changes. What else changed in the function since they were found does not matter.</summary>
    public static SyntaxNode Rewrite(SyntaxNode function, Change[] changes)
    {
        ExpressionSyntax[] expressions = [.. Expressions(function)];
        var changeOf = new Dictionary<SyntaxNode, (ExpressionSyntax Expression, Change Change)>();
        for (int i = 0; i < expressions.Length; i++)
        {
            SyntaxNode replaced = expressions[i].Parent is ReturnStatementSyntax statement ? statement : expressions[i];
            changeOf.Add(replaced, (expressions[i], changes[i]));
        }

        SyntaxNode rewritten = function.ReplaceNodes(changeOf.Keys, (node, _) => Rewrite(node, changeOf[node].Expression, changeOf[node].Change));
        return rewritten.RemoveNodes(rewritten.GetAnnotatedNodes(Superfluous), SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static SyntaxNode Rewrite(SyntaxNode node, ExpressionSyntax expression, Change change)
    {
        ExpressionSyntax value = change switch
        {
            Change.Unwrap => Argument(expression)!.WithTriviaFrom(expression),
            Change.Await or Change.AwaitAtEnd => AwaitSyntax.Create(expression, expression),
            _ => expression,
        };
        return (node, change) switch
        {
            (ReturnStatementSyntax, Change.AwaitAtEnd) => SyntaxFactory.ExpressionStatement(value).WithTriviaFrom(node),
            (ReturnStatementSyntax statement, Change.Leave) => statement
                .WithReturnKeyword(statement.ReturnKeyword.WithTrailingTrivia())
                .WithExpression(null),
            (ReturnStatementSyntax, Change.Remove) => node.WithAdditionalAnnotations(Superfluous),
            (ReturnStatementSyntax statement, _) => statement.WithExpression(value),
            _ => value,
        };
    }

    private static Change Find(ExpressionSyntax expression, SyntaxNode function, bool hasResult, SemanticModel model)
    {
        // null and null!
        if (expression.GetFirstToken().IsKind(SyntaxKind.NullKeyword))
        {
            return Change.None;
        }

        bool isLast = expression.Parent is ReturnStatementSyntax { Parent: BlockSyntax { Parent: var owner } block } statement
            && owner == function
            && block.Statements.Last() == statement;
        if (hasResult)
        {
            return IsResult(expression, model) ? Change.Unwrap : IsDefault(expression) ? Change.None : Change.Await;
        }

        if (IsDefault(expression) || IsCompleted(expression, model))
        {
            return isLast ? Change.Remove : Change.Leave;
        }

        return expression.Parent is ArrowExpressionClauseSyntax ? Change.Await : isLast ? Change.AwaitAtEnd : Change.None;
    }

    private static bool IsDefault(ExpressionSyntax expression) =>
        expression.IsKind(SyntaxKind.DefaultLiteralExpression) || expression is DefaultExpressionSyntax;

    private static bool IsCompleted(ExpressionSyntax expression, SemanticModel model) =>
        model.GetSymbolInfo(expression).Symbol is IPropertySymbol { Name: "CompletedTask", IsStatic: true };

    // Task.FromResult(a), ValueTask.FromResult(a), new ValueTask<int>(a); but not the ValueTask around a Task.
    private static bool IsResult(ExpressionSyntax expression, SemanticModel model) =>
        Argument(expression) is not null
        && model.GetOperation(expression) switch
        {
            IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType: var type } } =>
                KnownTypes.IsTask(type) || KnownTypes.IsValueTask(type),
            IObjectCreationOperation { Type: { } type, Constructor.Parameters: [{ Type: var parameter }] } =>
                KnownTypes.IsValueTaskOfResult(type) && !KnownTypes.IsTaskOfResult(parameter),
            _ => false,
        };

    private static ExpressionSyntax? Argument(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments: [var argument] } => argument.Expression,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var argument] } => argument.Expression,
        _ => null,
    };

    private static IEnumerable<ExpressionSyntax> Expressions(SyntaxNode function)
    {
        foreach (SyntaxNode node in function.DescendantNodes(
            node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is ReturnStatementSyntax { Expression: { } returned })
            {
                yield return returned;
            }
            else if (node is ArrowExpressionClauseSyntax arrow && arrow.Parent == function)
            {
                yield return arrow.Expression;
            }
        }
    }
}
