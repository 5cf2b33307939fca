using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Changes modifiers token by token: the syntax generator does not touch those of a partial method.</summary>
internal static class Modifiers
{
    /// <summary>The declaration as internal instead of private or protected.</summary>
    public static SyntaxNode WithInternal(MemberDeclarationSyntax declaration, SyntaxGenerator generator)
    {
        if (declaration.Modifiers.Count == 0)
        {
            return generator.WithAccessibility(declaration, Accessibility.Internal);
        }

        SyntaxToken first = declaration.Modifiers[0];
        IEnumerable<SyntaxToken> others = declaration.Modifiers
            .Where(static modifier =>
                modifier.Kind() is not (SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword))
            .Select(modifier => modifier == first ? modifier.WithLeadingTrivia() : modifier);
        SyntaxToken @internal = SyntaxFactory.Token(SyntaxKind.InternalKeyword)
            .WithLeadingTrivia(first.LeadingTrivia)
            .WithTrailingTrivia(SyntaxFactory.Space);
        return declaration.WithModifiers(SyntaxFactory.TokenList([@internal, .. others]));
    }

    /// <summary>The declaration without <c>file</c>.</summary>
    public static SyntaxNode WithoutFile(MemberDeclarationSyntax declaration)
    {
        SyntaxToken file = declaration.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.FileKeyword));
        if (file == default)
        {
            return declaration;
        }

        // What stands before the modifier, such as a comment or the indentation, now stands before what follows it.
        SyntaxToken next = file.GetNextToken();
        MemberDeclarationSyntax moved = declaration.ReplaceToken(next, next.WithLeadingTrivia(file.LeadingTrivia));
        return moved.WithModifiers(SyntaxFactory.TokenList(moved.Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.FileKeyword))));
    }
}
