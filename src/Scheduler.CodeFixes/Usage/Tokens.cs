using GeneratedScheduler.Generators.Analyzers.Usage;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>Finds the CancellationToken of a place and hands it to calls.</summary>
internal static class Tokens
{
    /// <summary>The nearest token: a parameter of a function around the place, or that of a TaskContext.</summary>
    public static ExpressionSyntax? FindInScope(SyntaxNode node, SemanticModel model)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            IMethodSymbol? function = ancestor switch
            {
                AnonymousFunctionExpressionSyntax lambda => model.GetSymbolInfo(lambda).Symbol as IMethodSymbol,
                LocalFunctionStatementSyntax local => model.GetDeclaredSymbol(local),
                MethodDeclarationSyntax method => model.GetDeclaredSymbol(method),
                _ => null,
            };
            if (function is not null && FindParameter(function) is { } token)
            {
                return token;
            }

            // What is static sees nothing of what is around it.
            if (function is { IsStatic: true } or { MethodKind: MethodKind.Ordinary })
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The call with one more argument.</summary>
    public static InvocationExpressionSyntax Add(InvocationExpressionSyntax call, CancellationSlot slot, ExpressionSyntax token)
    {
        bool isNamed = !slot.IsNext || call.ArgumentList.Arguments.Any(static argument => argument.NameColon is not null);
        ArgumentSyntax argument = SyntaxFactory.Argument(token);
        if (isNamed)
        {
            argument = argument.WithNameColon(
                SyntaxFactory.NameColon(slot.ParameterName).WithTrailingTrivia(SyntaxFactory.Space));
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0)
        {
            return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(argument)));
        }

        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxNodeOrTokenList list = arguments.GetWithSeparators().Add(comma).Add(argument);
        return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(list)));
    }

    private static ExpressionSyntax? FindParameter(IMethodSymbol function)
    {
        if (function.Parameters.FirstOrDefault(static parameter => KnownTypes.IsCancellationToken(parameter.Type)) is { } token)
        {
            return SyntaxFactory.IdentifierName(Naming.Escape(token.Name));
        }

        return function.Parameters.FirstOrDefault(static parameter => KnownTypes.IsTaskContext(parameter.Type)) is { } context
            ? SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                SyntaxFactory.IdentifierName(Naming.Escape(context.Name)),
                SyntaxFactory.IdentifierName("CancellationToken"))
            : null;
    }
}
