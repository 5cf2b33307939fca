using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Adds parameters to a list, with one space after each comma.</summary>
internal static class Parameters
{
    public static ParameterSyntax Create(SyntaxGenerator generator, ITypeSymbol type, string name) =>
        SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(Types.Write(generator, type).WithTrailingTrivia(SyntaxFactory.Space));

    public static ParameterSyntax WithDefault(ParameterSyntax parameter) => parameter.WithDefault(SyntaxFactory.EqualsValueClause(
        SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));

    public static ParameterListSyntax Insert(ParameterListSyntax list, int index, ParameterSyntax parameter)
    {
        SeparatedSyntaxList<ParameterSyntax> parameters = list.Parameters;
        if (parameters.Count == 0)
        {
            return list.WithParameters([parameter]);
        }

        if (index == 0)
        {
            ParameterSyntax next = parameters[0];
            ParameterSyntax first = parameter.WithLeadingTrivia(next.GetLeadingTrivia());
            return list.WithParameters(parameters.Replace(next, next.WithLeadingTrivia(SyntaxFactory.Space)).Insert(0, first));
        }

        // A list over several lines goes on with a line of its own.
        bool hasLines = parameters.Count > 1 && parameters.GetSeparator(0).TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        return index == parameters.Count && hasLines
            ? list.WithParameters(AddLine(parameters, parameter.WithLeadingTrivia(parameters[index - 1].GetLeadingTrivia())))
            : list.WithParameters(parameters.Insert(index, parameter.WithLeadingTrivia(SyntaxFactory.Space)));
    }

    private static SeparatedSyntaxList<ParameterSyntax> AddLine(SeparatedSyntaxList<ParameterSyntax> parameters, ParameterSyntax parameter)
    {
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(parameters.GetSeparator(0).TrailingTrivia.Last());
        return SyntaxFactory.SeparatedList([.. parameters, parameter], [.. parameters.GetSeparators(), comma]);
    }
}
