using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>What is true of a type or symbol, wherever it is used.</summary>
internal static class TypeRules
{
    /// <summary>Whether the type, or a part of it, does not exist. The compiler reports that.</summary>
    public static bool IsUnknown(ITypeSymbol type) => Any(type, static part => part.TypeKind == TypeKind.Error);

    /// <summary>Why emitted code cannot hold a value of this type; <see langword="null"/> if it can.</summary>
    public static string? WhyNotStorable(ITypeSymbol type)
    {
        if (Any(type, static part => part.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer))
        {
            return "a pointer";
        }

        if (Any(type, static part => part.IsRefLikeType))
        {
            return "a ref struct, which cannot outlive the call";
        }

        return Any(type, static part => part is INamedTypeSymbol { IsFileLocal: true })
            ? "a file-local type, which emitted code cannot name"
            : null;
    }

    public static bool IsAccessible(ISymbol symbol, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);

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

    /// <summary>Whether a condition holds for a type or for any type that it is made of.</summary>
    private static bool Any(ITypeSymbol type, Func<ITypeSymbol, bool> condition)
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
