using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Tells whether anything can ever look at the value of an expression.</summary>
internal static class DroppedResults
{
    public static bool IsDropped(
        ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) => expression.Parent switch
        {
            ExpressionStatementSyntax => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } left } =>
                model.GetSymbolInfo(left, cancellationToken).Symbol is IDiscardSymbol,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } variable } =>
                !IsReadLater(variable, statement),
            LambdaExpressionSyntax lambda => model.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true },
            ArrowExpressionClauseSyntax { Parent: { } member } =>
                model.GetDeclaredSymbol(member, cancellationToken) is IMethodSymbol { ReturnsVoid: true },
            ForStatementSyntax loop => loop.Condition != expression,
            _ => false,
        };

    // The name alone is enough: two variables of one name do not meet within a block.
    private static bool IsReadLater(VariableDeclaratorSyntax variable, LocalDeclarationStatementSyntax statement)
    {
        SyntaxNode scope = statement.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : statement.Parent!;
        return scope.DescendantNodes().Any(
            node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText);
    }
}
