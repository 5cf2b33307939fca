using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>The aliases of a compilation: an attribute may be written under one of them.</summary>
internal sealed class Aliases
{
    private static readonly ConditionalWeakTable<Compilation, Aliases> Known = new();

    private readonly HashSet<string> _global = new(StringComparer.Ordinal);

    private Aliases(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            _global.UnionWith(TreeDeclarations.Of(tree, cancellationToken).GlobalAliases);
        }
    }

    public static Aliases Of(Compilation compilation, CancellationToken cancellationToken) =>
        Known.TryGetValue(compilation, out Aliases? aliases)
            ? aliases
            : Known.GetValue(compilation, compilation => new Aliases(compilation, cancellationToken));

    /// <summary>Whether a name stands for something else in this file, or in all of them.</summary>
    public bool Contains(string name, SyntaxTree tree, CancellationToken cancellationToken) =>
        _global.Contains(name) || TreeDeclarations.Of(tree, cancellationToken).Aliases.Contains(name);
}
