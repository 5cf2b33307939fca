using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>A number for all declarations of one file: changes with each of them, and with nothing in a body, a comment or the layout.</summary>
internal static class TreeFingerprint
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ulong>> Known = new();

    // A tree never changes, so it is read once.
    public static ulong Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out StrongBox<ulong>? fingerprint)
            ? fingerprint.Value
            : Known.GetValue(tree, tree => new StrongBox<ulong>(Read(tree, cancellationToken))).Value;

    private static ulong Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SyntaxNode root = tree.GetRoot(cancellationToken);
        var fingerprint = new Fingerprint();
        fingerprint.Add(tree.FilePath);
        fingerprint.Add((int)((CSharpParseOptions)tree.Options).LanguageVersion);

        // Bodies are not descended into, so that these are the tokens of declarations and of initialisers, which may be constants.
        foreach (SyntaxNodeOrToken part in root.DescendantNodesAndTokens(static node => !IsBody(node)))
        {
            if (part.IsToken)
            {
                fingerprint.Add(part.RawKind);
                fingerprint.Add(part.AsToken().Text);
            }
            else if (IsBody(part.AsNode()!))
            {
                fingerprint.Add(part.RawKind);
            }
        }

        AddNullableDirectives(root, ref fingerprint);
        return fingerprint.Value;
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    // They decide what "string" means in the declarations below them, so their places count; other directives are no matter here.
    private static void AddNullableDirectives(SyntaxNode root, ref Fingerprint fingerprint)
    {
        for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(IsNullable);
            directive is not null;
            directive = directive.GetNextDirective(IsNullable))
        {
            fingerprint.Add(directive.ToString());
            fingerprint.Add(directive.SpanStart);
        }

        static bool IsNullable(DirectiveTriviaSyntax directive) => directive.IsKind(SyntaxKind.NullableDirectiveTrivia) && directive.IsActive;
    }
}
