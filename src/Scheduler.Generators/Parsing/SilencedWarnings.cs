using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Warnings that come from using what the user marked as obsolete or experimental. The user decided that in their own
/// code; repeating the warning in emitted code would leave no place to mend it.
/// </summary>
internal static class SilencedWarnings
{
    public static EquatableArray<string> Of(IEnumerable<ISymbol> symbols)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ISymbol symbol in symbols)
        {
            Add(symbol, ids);
        }

        return ids.ToEquatableArray();
    }

    /// <summary>Of a method that is called for each run, and of the object on which it is called.</summary>
    public static EquatableArray<string> OfMethod(IMethodSymbol method)
    {
        IEnumerable<IMethodSymbol> constructors = method.IsStatic ? [] : method.ContainingType.InstanceConstructors;
        return Of(
        [
            method,
            method.ReturnType,
            .. method.Parameters.Select(static parameter => parameter.Type),
            .. constructors,
            .. constructors.SelectMany(static constructor => constructor.Parameters).Select(static parameter => parameter.Type),
        ]);
    }

    /// <summary>Whether something, or a type around it, is marked so that its use is an error, which nothing silences.</summary>
    public static bool IsObsoleteAsAnError(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (KnownTypes.Find(current, "System", "ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] })
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(ISymbol symbol, SortedSet<string> ids)
    {
        if (symbol is IArrayTypeSymbol array)
        {
            Add(array.ElementType, ids);
            return;
        }

        if (symbol is INamedTypeSymbol { IsGenericType: true } generic)
        {
            foreach (ITypeSymbol argument in generic.TypeArguments)
            {
                Add(argument, ids);
            }
        }

        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (KnownTypes.Find(current, "System", "ObsoleteAttribute") is { } obsolete)
            {
                string plain = obsolete.ConstructorArguments.Length == 0 ? "CS0612" : "CS0618";
                ids.Add(DiagnosticIdOf(obsolete) ?? plain);
            }

            if (KnownTypes.Find(current, "System.Diagnostics.CodeAnalysis", "ExperimentalAttribute") is { } experimental
                && experimental.ConstructorArguments is [{ Value: string id }])
            {
                ids.Add(id);
            }
        }
    }

    private static string? DiagnosticIdOf(AttributeData obsolete)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in obsolete.NamedArguments)
        {
            if (argument.Key == "DiagnosticId")
            {
                return argument.Value.Value as string;
            }
        }

        return null;
    }
}
