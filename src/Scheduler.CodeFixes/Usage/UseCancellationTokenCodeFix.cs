using GeneratedScheduler.Generators.Analyzers.Usage;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>Hands the token on to every call that takes one; without any such call, loops check it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseCancellationTokenCodeFix)), Shared]
internal sealed class UseCancellationTokenCodeFix() : DocumentCodeFix("Use the CancellationToken", DiagnosticIds.GS0028CancellationTokenIsNeverUsed)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node is ParameterSyntax { Parent.Parent: MethodDeclarationSyntax method }
        && (Calls(method, model).Any() || Loops(method).Any());

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        var parameter = (ParameterSyntax)node;
        var method = (MethodDeclarationSyntax)parameter.Parent!.Parent!;
        ExpressionSyntax token = SyntaxFactory.IdentifierName(parameter.Identifier.WithoutTrivia());
        (InvocationExpressionSyntax Call, CancellationSlot Slot)[] calls = [.. Calls(method, editor.SemanticModel)];
        foreach ((InvocationExpressionSyntax call, CancellationSlot slot) in calls)
        {
            editor.ReplaceNode(call, (current, _) => Tokens.Add((InvocationExpressionSyntax)current, slot, token));
        }

        foreach (StatementSyntax body in calls.Length == 0 ? Loops(method) : [])
        {
            editor.ReplaceNode(body, (current, _) => WithCheck((StatementSyntax)current, token));
        }
    }

    private static IEnumerable<(InvocationExpressionSyntax Call, CancellationSlot Slot)> Calls(MethodDeclarationSyntax method, SemanticModel model)
    {
        INamedTypeSymbol type = model.GetDeclaredSymbol(method)!.ContainingType;
        foreach (InvocationExpressionSyntax call in method.DescendantNodes(node => SeesToken(node, model)).OfType<InvocationExpressionSyntax>())
        {
            if (model.GetOperation(call) is IInvocationOperation operation
                && CancellationSlot.Find(operation, model.Compilation, type) is { } slot)
            {
                yield return (call, slot);
            }
        }
    }

    // A function that takes a token of its own has a reason for it; a static one cannot see the method's.
    private static bool SeesToken(SyntaxNode node, SemanticModel model) => node switch
    {
        LocalFunctionStatementSyntax local => !local.Modifiers.Any(SyntaxKind.StaticKeyword) && !TakesToken(model.GetDeclaredSymbol(local)),
        AnonymousFunctionExpressionSyntax lambda =>
            !lambda.Modifiers.Any(SyntaxKind.StaticKeyword) && !TakesToken(model.GetSymbolInfo(lambda).Symbol as IMethodSymbol),
        _ => true,
    };

    private static bool TakesToken(IMethodSymbol? function) =>
        function is not null && function.Parameters.Any(static parameter => KnownTypes.IsCancellationToken(parameter.Type));

    // The bodies of outermost loops: an inner loop is too tight for a check in each turn.
    private static IEnumerable<StatementSyntax> Loops(MethodDeclarationSyntax method) => method
        .DescendantNodes(static node => BodyOf(node) is null && node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Select(BodyOf)
        .OfType<StatementSyntax>();

    private static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        CommonForEachStatementSyntax each => each.Statement,
        ForStatementSyntax counting => counting.Statement,
        WhileStatementSyntax repeating => repeating.Statement,
        DoStatementSyntax repeating => repeating.Statement,
        _ => null,
    };

    private static BlockSyntax WithCheck(StatementSyntax body, ExpressionSyntax token)
    {
        StatementSyntax check = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, token, SyntaxFactory.IdentifierName("ThrowIfCancellationRequested"))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return body switch
        {
            BlockSyntax block => block.WithStatements(block.Statements.Insert(0, check)),
            EmptyStatementSyntax => SyntaxFactory.Block(check).WithAdditionalAnnotations(Formatter.Annotation),
            _ => SyntaxFactory.Block(check, body).WithAdditionalAnnotations(Formatter.Annotation),
        };
    }
}
