using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges what the user marked so that its use is reported. Warnings are of no interest: the user has them in their own code, and emitted
/// files disable all of them. Errors cannot be disabled.
/// </summary>
internal static class UseRules
{
    /// <summary>Whether something, one of its accessors, or what it is declared in, is marked so that its use is an error.</summary>
    public static bool IsObsoleteAsAnError(ISymbol symbol)
    {
        if (symbol is IPropertySymbol property && (IsError(property.GetMethod) || IsError(property.SetMethod) || IsError(property.OverriddenProperty)))
        {
            return true;
        }

        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (IsError(current))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the use of a member is reported in any way, so that another one of the same meaning is the better choice.</summary>
    public static bool IsMarked(ISymbol member) =>
        KnownTypes.Find(member, "System", "ObsoleteAttribute") is not null
        || KnownTypes.Find(member, "System.Diagnostics.CodeAnalysis", "ExperimentalAttribute") is not null
        || KnownTypes.Find(member, "System.Runtime.Versioning", "RequiresPreviewFeaturesAttribute") is not null;

    /// <summary>The part of a type whose use is an error, unless it is a payload, of which that is reported by itself.</summary>
    public static ITypeSymbol? FindObsoletePart(ITypeSymbol type)
    {
        ITypeSymbol? found = null;
        TypeRules.Any(type, part =>
        {
            found ??= part is INamedTypeSymbol && KnownTypes.FindScheduledTask(part) is null && IsObsoleteAsAnError(part) ? part : null;
            return found is not null;
        });
        return found;
    }

    // Uses of an override are reported by what it overrides.
    private static bool IsError(ISymbol? symbol) => symbol is not null
        && (KnownTypes.Find(symbol, "System", "ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] }
            || (symbol is IMethodSymbol { OverriddenMethod: { } method } && IsError(method))
            || (symbol is IPropertySymbol { OverriddenProperty: { } property } && IsError(property)));
}
