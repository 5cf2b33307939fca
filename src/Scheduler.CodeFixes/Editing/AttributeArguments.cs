using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>
/// Writes and removes the settings of an attribute. The task's name, the only argument without <c>=</c>, is the setting <c>""</c>.
/// </summary>
internal static class AttributeArguments
{
    /// <summary>What the argument at a node sets.</summary>
    public static string SettingOf(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText ?? "";

    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string setting) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => SettingOf(argument) == setting);

    /// <summary>The attribute with a text as the value of a setting, whether it was set before or not.</summary>
    public static AttributeSyntax With(AttributeSyntax attribute, string setting, string value) =>
        With(attribute, setting, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value)));

    /// <summary>The attribute with a number as the value of a setting.</summary>
    public static AttributeSyntax With(AttributeSyntax attribute, string setting, int value) =>
        With(attribute, setting, SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value)));

    private static AttributeSyntax With(AttributeSyntax attribute, string setting, ExpressionSyntax literal)
    {
        if (Find(attribute, setting) is { } present)
        {
            return attribute.ReplaceNode(present.Expression, literal.WithTriviaFrom(present.Expression));
        }

        AttributeArgumentListSyntax list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        return attribute.WithArgumentList(list.WithArguments(Insert(list.Arguments, setting, literal)));
    }

    /// <summary>The attribute without a setting, and without parentheses if that was all.</summary>
    public static AttributeSyntax Without(AttributeSyntax attribute, string setting)
    {
        if (Find(attribute, setting) is not { } argument)
        {
            return attribute;
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments.Remove(argument);
        return arguments.Count == 0
            ? attribute.WithArgumentList(null).WithTriviaFrom(attribute)
            : attribute.WithArgumentList(attribute.ArgumentList.WithArguments(arguments));
    }

    // A name comes first, everything else last.
    private static SeparatedSyntaxList<AttributeArgumentSyntax> Insert(
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments, string setting, ExpressionSyntax value)
    {
        if (setting.Length == 0)
        {
            SeparatedSyntaxList<AttributeArgumentSyntax> others = arguments.Count == 0
                ? arguments
                : arguments.Replace(arguments[0], arguments[0].WithLeadingTrivia(SyntaxFactory.Space));
            return others.Insert(0, SyntaxFactory.AttributeArgument(value));
        }

        NameEqualsSyntax equals = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName(setting).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space));
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(equals, null, value);
        return arguments.Add(arguments.Count == 0 ? argument : argument.WithLeadingTrivia(SyntaxFactory.Space));
    }
}
