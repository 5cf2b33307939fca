using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What a member has before anything sets it, as far as its declaration tells.</summary>
internal static class InitialValues
{
    /// <summary>Whether a new object has an empty collection there: by <c>= [];</c> or <c>= new();</c>.</summary>
    public static bool IsEmptyCollection(ISymbol member) => Initializers(member).Any(static value => value is
        CollectionExpressionSyntax { Elements.Count: 0 } or BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } });

    /// <summary>Whether a new object may have anything but null or zero there. Of references that is not known.</summary>
    public static bool MayHaveOne(ISymbol member) =>
        member.DeclaringSyntaxReferences.IsEmpty
        || Initializers(member).Any(static value => !IsNothing(value))
        || member.ContainingType.InstanceConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty);

    private static bool IsNothing(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsNothing(suppressed.Operand),
        LiteralExpressionSyntax literal => literal.RawKind is (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression
            || literal.Token.Value is 0 or false,
        _ => false,
    };

    private static IEnumerable<ExpressionSyntax> Initializers(ISymbol member) => member.DeclaringSyntaxReferences
        .Select(static reference => reference.GetSyntax())
        .Select(static syntax => syntax switch
        {
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            _ => null,
        })
        .OfType<ExpressionSyntax>();
}
