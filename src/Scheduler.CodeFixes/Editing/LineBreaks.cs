using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>A file keeps the kind of line breaks that it has.</summary>
internal static class LineBreaks
{
    /// <summary>A line break as there are in the file of a node.</summary>
    public static SyntaxTrivia Like(SyntaxNode node)
    {
        SyntaxNode root = node.AncestorsAndSelf().Last();
        SyntaxTrivia present = root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return present == default ? SyntaxFactory.ElasticLineFeed : present;
    }
}
