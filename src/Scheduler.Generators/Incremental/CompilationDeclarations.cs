using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>What a compilation declares and refers to: everything on which the reading of a task can depend.</summary>
internal sealed class CompilationDeclarations
{
    private static readonly ConditionalWeakTable<Compilation, CompilationDeclarations> Known = new();

    private readonly HashSet<string> _globalAliases;

    private CompilationDeclarations(ulong fingerprint, HashSet<string> globalAliases) =>
        (Fingerprint, _globalAliases) = (fingerprint, globalAliases);

    /// <summary>Two compilations with one fingerprint give every task the same model.</summary>
    public ulong Fingerprint { get; }

    public static CompilationDeclarations Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (!Known.TryGetValue(compilation, out CompilationDeclarations? declarations))
        {
            declarations = Known.GetValue(compilation, compilation => Read(compilation, cancellationToken));
        }

        return declarations;
    }

    /// <summary>Whether a name stands for something else in this file, such as an attribute with another name.</summary>
    public bool IsAlias(string name, SyntaxTree tree, CancellationToken cancellationToken) =>
        _globalAliases.Contains(name) || TreeDeclarations.Of(tree, cancellationToken).Aliases.Contains(name);

    private static CompilationDeclarations Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var fingerprint = new Fingerprint();
        fingerprint.Add(compilation.AssemblyName);
        fingerprint.Add((int)compilation.Options.OutputKind);
        fingerprint.Add((int)compilation.Options.NullableContextOptions);

        // A reference never changes either; a project that is edited beside this one becomes another reference.
        foreach (MetadataReference reference in compilation.References)
        {
            fingerprint.Add(RuntimeHelpers.GetHashCode(reference));
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TreeDeclarations declarations = TreeDeclarations.Of(tree, cancellationToken);
            fingerprint.Add(declarations.Fingerprint);
            aliases.UnionWith(declarations.GlobalAliases);
        }

        return new CompilationDeclarations(fingerprint.Value, aliases);
    }
}
