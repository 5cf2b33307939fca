using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>What one file declares, without the bodies of its members: as a fingerprint, the aliases that it makes, and what is annotated.</summary>
internal sealed class TreeDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeDeclarations> Known = new();

    private TreeDeclarations(
        ulong fingerprint, HashSet<string> aliases, HashSet<string> globalAliases, IReadOnlyList<MemberDeclarationSyntax> annotated) =>
        (Fingerprint, Aliases, GlobalAliases, Annotated) = (fingerprint, aliases, globalAliases, annotated);

    /// <summary>Changes with every declaration, and with nothing in a body, a comment or the layout.</summary>
    public ulong Fingerprint { get; }

    /// <summary>Names that <c>using X = …</c> gives to something in this file.</summary>
    public HashSet<string> Aliases { get; }

    /// <summary>Names that <c>global using X = …</c> gives to something in all files.</summary>
    public HashSet<string> GlobalAliases { get; }

    /// <summary>Types and members with any attribute.</summary>
    public IReadOnlyList<MemberDeclarationSyntax> Annotated { get; }

    // A tree never changes, so it is read once; what was read goes when the tree goes.
    public static TreeDeclarations Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Known.TryGetValue(tree, out TreeDeclarations? declarations))
        {
            declarations = Known.GetValue(tree, tree => Read(tree, cancellationToken));
        }

        return declarations;
    }

    private static TreeDeclarations Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SyntaxNode root = tree.GetRoot(cancellationToken);
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var globalAliases = new HashSet<string>(StringComparer.Ordinal);
        var annotated = new List<MemberDeclarationSyntax>();
        var fingerprint = new Fingerprint();
        fingerprint.Add(tree.FilePath);
        fingerprint.Add((int)((CSharpParseOptions)tree.Options).LanguageVersion);

        // Blocks are not descended into, so that these are the tokens of declarations, and what is nested in their initialisers.
        foreach (SyntaxNodeOrToken part in root.DescendantNodesAndTokens(static node => !IsBody(node)))
        {
            if (part.IsToken)
            {
                fingerprint.Add(part.RawKind);
                fingerprint.Add(part.AsToken().Text);
            }
            else if (part.AsNode() is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias } directive)
            {
                (directive.GlobalKeyword.IsKind(SyntaxKind.None) ? aliases : globalAliases).Add(alias);
            }
            else if (part.AsNode() is MemberDeclarationSyntax { AttributeLists.Count: > 0 } member)
            {
                annotated.Add(member);
            }
            else if (IsBody(part.AsNode()!))
            {
                fingerprint.Add(part.RawKind);
            }
        }

        AddNullableDirectives(root, ref fingerprint);
        return new TreeDeclarations(fingerprint.Value, aliases, globalAliases, annotated);
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
