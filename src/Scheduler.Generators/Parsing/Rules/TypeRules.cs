using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>What is true of a type or symbol, wherever it is used.</summary>
internal static class TypeRules
{
    /// <summary>Whether the type, or a part of it, does not exist or cannot be used as one. The compiler reports that.</summary>
    public static bool IsUnknown(ITypeSymbol type) =>
        Any(type, static part => part.TypeKind == TypeKind.Error || part.SpecialType == SpecialType.System_Void) || HasStaticPart(type);

    /// <summary>Why nothing can be done with what <see cref="UseRules.IsObsoleteAsAnError"/> finds.</summary>
    public const string ObsoleteAsAnError = "obsolete as an error, so that nothing may use it";

    /// <summary>Why emitted code cannot hold a value of this type; <see langword="null"/> if it can.</summary>
    public static string? WhyNotStorable(ITypeSymbol type, Compilation compilation)
    {
        if (Any(type, static part => part.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer))
        {
            return "a pointer";
        }

        if (Any(type, static part => part.IsRefLikeType))
        {
            return "a ref struct, which cannot outlive the call";
        }

        if (Any(type, static part => part is INamedTypeSymbol { IsFileLocal: true }))
        {
            return "a file-local type, which emitted code cannot name";
        }

        if (UseRules.FindObsoletePart(type) is not null)
        {
            return ObsoleteAsAnError;
        }

        if (Any(type, part => IsAliased(part.ContainingAssembly, compilation)))
        {
            return "a type of a reference that has an extern alias only, which emitted code cannot name";
        }

        return Any(type, part => IsAmbiguous(part, compilation))
            ? "a type whose full name a type of another reference has too, so that emitted code cannot tell them apart; pass a type of your own instead"
            : null;
    }

    /// <summary>Whether emitted code, which lies in a file of its own, can name the symbol.</summary>
    public static bool IsAccessible(ISymbol symbol, Compilation compilation) =>
        !IsInFileLocalType(symbol) && compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);

    /// <summary>Whether an assembly can only be reached by an alias, so that <c>global::</c> does not lead to it.</summary>
    public static bool IsAliased(IAssemblySymbol? assembly, Compilation compilation) =>
        assembly is not null
        && compilation.GetMetadataReference(assembly)?.Properties.Aliases is { IsDefaultOrEmpty: false } aliases
        && !aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    // Without an alias, the user could not name it either, and the compiler says so.
    private static bool IsAmbiguous(ITypeSymbol type, Compilation compilation) =>
        type is INamedTypeSymbol { ContainingType: null, TypeKind: not TypeKind.Error } named
        && named.ContainingAssembly is { } assembly
        && compilation.GetMetadataReference(assembly)?.Properties.Aliases is { IsDefaultOrEmpty: false }
        && compilation.GetTypesByMetadataName(MetadataName(named)).Count(other =>
            IsAccessible(other, compilation) && !IsAliased(other.ContainingAssembly, compilation)) > 1;

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } @namespace
        ? @namespace.ToDisplayString(TypeNames.Unescaped) + "." + type.MetadataName
        : type.MetadataName;

    /// <summary>Whether a public type may mention it.</summary>
    public static bool IsPublic(ISymbol symbol)
    {
        if (symbol is ITypeSymbol type and not INamedTypeSymbol)
        {
            return !Any(type, static part => part is INamedTypeSymbol && !IsPublic(part));
        }

        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.NotApplicable))
            {
                return false;
            }
        }

        return symbol is not INamedTypeSymbol { IsGenericType: true } generic || generic.TypeArguments.All(IsPublic);
    }

    /// <summary>Whether a type belongs to .NET.</summary>
    public static bool IsOfDotNet(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString(TypeNames.Unescaped) is { } name
        && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));

    public static bool IsInGenericType(ISymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    // A static type around another one is no part of it in this sense.
    private static bool HasStaticPart(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasStaticPart(array.ElementType),
        INamedTypeSymbol named => named.IsStatic || named.TypeArguments.Any(HasStaticPart),
        _ => false,
    };

    private static bool IsInFileLocalType(ISymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition holds for a type or for any type that it is made of.</summary>
    public static bool Any(ITypeSymbol type, Func<ITypeSymbol, bool> condition)
    {
        if (condition(type))
        {
            return true;
        }

        return type switch
        {
            IArrayTypeSymbol array => Any(array.ElementType, condition),
            INamedTypeSymbol named => named.TypeArguments.Any(argument => Any(argument, condition))
                || (named.ContainingType is { } outer && Any(outer, condition)),
            _ => false,
        };
    }
}
