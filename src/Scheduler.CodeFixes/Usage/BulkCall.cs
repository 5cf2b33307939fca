using GeneratedScheduler.Generators.Analyzers.Usage;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>What a loop that enqueues one by one becomes.</summary>
internal sealed class BulkCall
{
    private readonly AwaitExpressionSyntax _await;
    private readonly InvocationExpressionSyntax _call;
    private readonly BulkArguments _arguments;

    private BulkCall(ForEachStatementSyntax loop, AwaitExpressionSyntax @await, InvocationExpressionSyntax call, BulkArguments arguments)
    {
        Loop = loop;
        _await = @await;
        _call = call;
        _arguments = arguments;
    }

    /// <summary>The loop to be replaced.</summary>
    public ForEachStatementSyntax Loop { get; }

    /// <summary>Whether the items are not payloads themselves, so that LINQ is needed.</summary>
    public bool SelectsItems => !_arguments.IsItem(Loop.Identifier.ValueText);

    /// <summary>The plan for a loop that contains nothing but this call; nothing for any other.</summary>
    public static BulkCall? Find(SyntaxNode node, SemanticModel model) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax receiver } call
        && Enqueuing.WithWrappers(call).Parent is AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } @await
        && FindLoop(statement) is { } loop
        && IsSequence(loop, model)
        && !Mentions(receiver.Expression, loop.Identifier.ValueText)
        && model.GetOperation(call) is IInvocationOperation operation
        && BulkArguments.Find(operation) is { } arguments
        && (arguments.Token is null || !Mentions(arguments.Token, loop.Identifier.ValueText))
            ? new BulkCall(loop, @await, call, arguments)
            : null;

    /// <summary>The statement in place of the loop.</summary>
    public StatementSyntax Create(SyntaxGenerator generator)
    {
        ExpressionSyntax items = SelectsItems ? Select(_arguments.CreateItem(generator), generator) : Loop.Expression.WithoutTrivia();
        var arguments = new List<SyntaxNode> { items };
        if (_arguments.Token is { } token)
        {
            arguments.Add(generator.Argument("cancellationToken", RefKind.None, token.WithoutTrivia()));
        }

        var receiver = (MemberAccessExpressionSyntax)_call.Expression;
        SyntaxNode call = generator.InvocationExpression(receiver.WithName(SyntaxFactory.IdentifierName("EnqueueManyAsync")), arguments);
        return SyntaxFactory.ExpressionStatement(_await.ReplaceNode(_call, call)).WithTriviaFrom(Loop);
    }

    private ExpressionSyntax Select(ExpressionSyntax item, SyntaxGenerator generator)
    {
        SyntaxNode lambda = SyntaxFactory.SimpleLambdaExpression(
            SyntaxFactory.Parameter(Loop.Identifier.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space)),
            null,
            item.WithLeadingTrivia(SyntaxFactory.Space));
        return (ExpressionSyntax)generator.InvocationExpression(generator.MemberAccessExpression(Loop.Expression.WithoutTrivia(), "Select"), lambda);
    }

    // Comments in the loop would be lost.
    private static ForEachStatementSyntax? FindLoop(ExpressionStatementSyntax statement)
    {
        SyntaxNode? parent = statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement.Parent;
        return parent is ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop
            && !loop.Statement.DescendantTrivia().Any(static trivia =>
                trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia || trivia.IsDirective)
                ? loop
                : null;
    }

    // What LINQ can enumerate, without the casts that a loop may make.
    private static bool IsSequence(ForEachStatementSyntax loop, SemanticModel model)
    {
        ForEachStatementInfo info = model.GetForEachStatementInfo(loop);
        return info.ElementConversion.IsIdentity
            && model.GetTypeInfo(loop.Expression).Type is { } type
            && type.AllInterfaces.Append(type).Any(candidate =>
                candidate is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence
                && SymbolEqualityComparer.Default.Equals(sequence.TypeArguments[0], info.ElementType));
    }

    private static bool Mentions(SyntaxNode node, string name) =>
        node.DescendantNodesAndSelf().Any(part => part is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name);
}
