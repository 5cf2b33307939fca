using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Tells what another generator emits, which analyzers see, but neither this generator nor that of System.Text.Json.</summary>
internal static class EmittedParts
{
    /// <summary>Whether everything that declares it is emitted.</summary>
    public static bool IsEmitted(ISymbol symbol) =>
        symbol is { DeclaringSyntaxReferences: { IsEmpty: false } references } && references.All(static reference => IsEmitted(reference.SyntaxTree));

    /// <summary>Whether an attribute stands in an emitted file.</summary>
    public static bool IsEmitted(AttributeData attribute) => attribute.ApplicationSyntaxReference is { } reference && IsEmitted(reference.SyntaxTree);

    // The compiler calls such a file "…/assembly of the generator/type of the generator/name.cs"; code that tools write to the folder
    // obj before the compiler runs is seen by all generators, and is called otherwise.
    private static bool IsEmitted(SyntaxTree tree)
    {
        string[] parts = tree.FilePath.Split('/', '\\');
        return parts.Length > 2
            && parts[parts.Length - 2] is var type
            && type.IndexOf('.') is > 0 and var length
            && FirstOf(parts[parts.Length - 3]) == type.Substring(0, length);
    }

    private static string FirstOf(string name) => name.IndexOf('.') is > 0 and var length ? name.Substring(0, length) : name;
}
