using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>Adds comments and white space wherever they mean nothing: above, between and inside of everything.</summary>
internal static class TriviaEdit
{
    public static CSharpCompilation Apply(CSharpCompilation compilation) => compilation.SyntaxTrees.Aggregate(
        compilation, (edited, tree) => edited.ReplaceSyntaxTree(tree, Apply(tree)));

    private static SyntaxTree Apply(SyntaxTree tree)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken);
        SyntaxNode edited = root.ReplaceTokens(
            root.DescendantTokens().Where(IsPlace),
            (_, token) => token.WithTrailingTrivia(token.TrailingTrivia.Insert(0, SyntaxFactory.Comment("/* edited */ "))));
        return TestCompilation.Parse("// edited\n\n" + edited.ToFullString(), tree.FilePath, ((CSharpParseOptions)tree.Options).LanguageVersion);
    }

    private static bool IsPlace(SyntaxToken token) =>
        token.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.SemicolonToken or SyntaxKind.OpenParenToken
        && token.Parent is not InterpolationSyntax;
}
