using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges whether the names of emitted types are free. A partial type that the emitted one can join is no obstacle: that
/// is how users add members, and how the analyzer sees the emitted type itself.
/// </summary>
internal static class EmittedTypeRules
{
    /// <param name="task">The method or type that is marked.</param>
    /// <param name="namespace">Where types are emitted.</param>
    /// <param name="stem">What their names begin with.</param>
    /// <param name="emitsPayload">Whether there is a payload to emit.</param>
    /// <param name="isPublic">Whether emitted types are public; <see langword="null"/> if that is not known yet.</param>
    /// <param name="scope">Where problems go.</param>
    public static void Check(ISymbol task, string @namespace, string stem, bool emitsPayload, bool? isPublic, ParseScope scope)
    {
        CheckName(task, @namespace, stem + "Scheduler", isRecord: false, isPublic, scope);
        if (emitsPayload)
        {
            CheckName(task, @namespace, stem + "Task", isRecord: true, isPublic, scope);
        }
    }

    private static void CheckName(ISymbol task, string @namespace, string name, bool isRecord, bool? isPublic, ParseScope scope)
    {
        string? owner = task.ContainingNamespace.GetNamespaceMembers().Any(member => member.Name == name)
            ? "a namespace"
            : FindOwner(task.ContainingNamespace, @namespace, name, isRecord, isPublic, scope);
        if (owner is not null)
        {
            scope.Report(Descriptors.EmittedTypeNameIsTaken, task.Locations.FirstOrDefault(), name, owner);
        }
    }

    private static string? FindOwner(
        INamespaceSymbol containing, string @namespace, string name, bool isRecord, bool? isPublic, ParseScope scope)
    {
        foreach (INamedTypeSymbol type in containing.GetTypeMembers(name, 0))
        {
            if (!type.IsFileLocal && !CanJoin(type, isRecord, isPublic, scope.CancellationToken))
            {
                return "a type in " + type.Locations.FirstOrDefault()?.SourceTree?.FilePath;
            }
        }

        // A type of a reference would be hidden, which is a warning wherever the name is used.
        string metadataName = @namespace.Length == 0 ? name : containing.ToDisplayString(TypeNames.Unescaped) + "." + name;
        foreach (INamedTypeSymbol type in scope.Compilation.GetTypesByMetadataName(metadataName))
        {
            bool isForeign = !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, scope.Compilation.Assembly);
            if (isForeign && TypeRules.IsAccessible(type, scope.Compilation))
            {
                return "a type of " + type.ContainingAssembly.Name;
            }
        }

        return null;
    }

    private static bool CanJoin(INamedTypeSymbol type, bool isRecord, bool? isPublic, CancellationToken cancellationToken)
    {
        if (type.TypeKind != TypeKind.Class || type.IsRecord != isRecord || type.IsStatic || (type.IsAbstract && isRecord))
        {
            return false;
        }

        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration
                || !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
                || (isPublic == true && declaration.Modifiers.Any(SyntaxKind.InternalKeyword))
                || (isPublic == false && declaration.Modifiers.Any(SyntaxKind.PublicKeyword)))
            {
                return false;
            }
        }

        return true;
    }
}
