using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>What one file declares on its outside: the aliases that it makes, and what is annotated.</summary>
internal sealed class TreeDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeDeclarations> Known = new();

    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _globalAliases = new(StringComparer.Ordinal);
    private readonly List<MemberDeclarationSyntax> _annotated = [];

    private TreeDeclarations(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (tree.GetRoot(cancellationToken) is CompilationUnitSyntax root)
        {
            AddAliases(root.Usings);
            AddMembers(root.Members);
        }
    }

    /// <summary>Names that <c>using X = …</c> gives to something in this file.</summary>
    public HashSet<string> Aliases => _aliases;

    /// <summary>Names that <c>global using X = …</c> gives to something in all files.</summary>
    public HashSet<string> GlobalAliases => _globalAliases;

    /// <summary>Types and members with any attribute.</summary>
    public IReadOnlyList<MemberDeclarationSyntax> Annotated => _annotated;

    // A tree never changes, so it is read once; what was read goes when the tree goes.
    public static TreeDeclarations Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out TreeDeclarations? declarations)
            ? declarations
            : Known.GetValue(tree, tree => new TreeDeclarations(tree, cancellationToken));

    private void AddAliases(SyntaxList<UsingDirectiveSyntax> usings)
    {
        foreach (UsingDirectiveSyntax directive in usings)
        {
            if (directive.Alias is { Name.Identifier.ValueText: var alias })
            {
                (directive.GlobalKeyword.Span.IsEmpty ? _aliases : _globalAliases).Add(alias);
            }
        }
    }

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            if (member.AttributeLists.Count > 0)
            {
                _annotated.Add(member);
            }

            if (member is BaseNamespaceDeclarationSyntax @namespace)
            {
                AddAliases(@namespace.Usings);
                AddMembers(@namespace.Members);
            }
            else if (member is TypeDeclarationSyntax type)
            {
                AddMembers(type.Members);
            }
        }
    }
}
