using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>
/// A number for everything on which the reading of a task can depend: declarations, references, options. Two compilations with one
/// fingerprint give every task the same model.
/// </summary>
internal static class CompilationFingerprint
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<ulong>> Known = new();

    public static ulong Of(Compilation compilation, CancellationToken cancellationToken) =>
        Known.TryGetValue(compilation, out StrongBox<ulong>? fingerprint)
            ? fingerprint.Value
            : Known.GetValue(compilation, compilation => new StrongBox<ulong>(Read(compilation, cancellationToken))).Value;

    private static ulong Read(Compilation compilation, CancellationToken cancellationToken)
    {
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
            fingerprint.Add(TreeFingerprint.Of(tree, cancellationToken));
            fingerprint.Add((int)(compilation.Options.SyntaxTreeOptionsProvider?.IsGenerated(tree, cancellationToken) ?? GeneratedKind.Unknown));
        }

        return fingerprint.Value;
    }
}
