using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What System.Text.Json takes a type for that it enumerates: the first of its interfaces and base types that it knows.</summary>
/// <param name="Key">What entries are found by; <see langword="null"/> of what has no entries.</param>
/// <param name="Item">What is in it; <see langword="null"/> if that can be anything.</param>
/// <param name="Problem">Why it does not come back; <see langword="null"/> if it does, as far as its items do.</param>
internal sealed record JsonCollection(ITypeSymbol? Key, ITypeSymbol? Item, string? Problem)
{
    private const string Generic = "System.Collections.Generic";
    private const string Concurrent = "System.Collections.Concurrent";
    private const string Immutable = "System.Collections.Immutable";
    private const string Reversed = "a stack, which comes back in reverse order";
    private const string NotFilled = "a collection that nothing can be added to when it is read";
    private const string NotMade = "a collection without a public constructor without parameters, so that it cannot be made when it is read";

    private static readonly HashSet<string> MadeInterfaces = new(StringComparer.Ordinal)
    {
        "IEnumerable`1", "ICollection`1", "IList`1", "IReadOnlyCollection`1", "IReadOnlyList`1", "ISet`1", "IDictionary`2", "IReadOnlyDictionary`2",
    };

    /// <summary>The kind of a type; <see langword="null"/> if it is not a collection.</summary>
    public static JsonCollection? Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => new JsonCollection(null, array.ElementType, null),
        INamedTypeSymbol named => OfNamed(named),
        _ => null,
    };

    private static JsonCollection? OfNamed(INamedTypeSymbol type)
    {
        if (KnownTypes.Is(type, "System", "Memory`1") || KnownTypes.Is(type, "System", "ReadOnlyMemory`1"))
        {
            return new JsonCollection(null, type.TypeArguments[0], null);
        }

        if (Implemented(type, Generic, "IAsyncEnumerable`1") is not null)
        {
            return new JsonCollection(null, null, "a stream");
        }

        if (!IsEnumerable(type))
        {
            return null;
        }

        return OfImmutable(type)
            ?? Entries(type, Implemented(type, Generic, "IDictionary`2"))
            ?? Entries(type, Implemented(type, Generic, "IReadOnlyDictionary`2"), isFilled: false)
            ?? Stack(type)
            ?? Items(type, Inherited(type, Generic, "Queue`1") ?? Inherited(type, Concurrent, "ConcurrentQueue`1"))
            ?? Items(type, Implemented(type, Generic, "ICollection`1"))
            ?? Items(type, Implemented(type, Generic, "IEnumerable`1"), isFilled: false)
            ?? new JsonCollection(null, null, null);
    }

    private static JsonCollection? OfImmutable(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString(TypeNames.Unescaped) != Immutable || !TypeRules.IsOfDotNet(type) ? null
        : type.MetadataName is "ImmutableStack`1" or "IImmutableStack`1" ? new JsonCollection(null, type.TypeArguments[0], Reversed)
        : type.TypeArguments.Length == 2 ? new JsonCollection(type.TypeArguments[0], type.TypeArguments[1], null)
        : type.TypeArguments.Length == 1 ? new JsonCollection(null, type.TypeArguments[0], null)
        : null;

    private static JsonCollection? Stack(INamedTypeSymbol type) =>
        (Inherited(type, Generic, "Stack`1") ?? Inherited(type, Concurrent, "ConcurrentStack`1")) is { } stack
            ? new JsonCollection(null, stack.TypeArguments[0], Reversed)
            : null;

    private static JsonCollection? Entries(INamedTypeSymbol type, INamedTypeSymbol? contract, bool isFilled = true) => contract is null
        ? null
        : new JsonCollection(contract.TypeArguments[0], contract.TypeArguments[1], WhyNotMade(type, isFilled));

    private static JsonCollection? Items(INamedTypeSymbol type, INamedTypeSymbol? contract, bool isFilled = true) => contract is null
        ? null
        : new JsonCollection(null, contract.TypeArguments[0], WhyNotMade(type, isFilled));

    private static string? WhyNotMade(INamedTypeSymbol type, bool isFilled)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            return MadeInterfaces.Contains(type.MetadataName) && KnownTypes.Is(type, Generic, type.MetadataName)
                ? null
                : "an interface of which no object can be made when it is read";
        }

        if (!isFilled)
        {
            return NotFilled;
        }

        return type.TypeKind == TypeKind.Struct ? "a struct, of which a copy is filled when it is read"
            : type.IsAbstract || !type.InstanceConstructors.Any(static made => made.Parameters.IsEmpty && made.DeclaredAccessibility == Accessibility.Public) ? NotMade
            : null;
    }

    private static bool IsEnumerable(INamedTypeSymbol type) =>
        type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static INamedTypeSymbol? Implemented(INamedTypeSymbol type, string @namespace, string name) =>
        type.AllInterfaces.Prepend(type).FirstOrDefault(contract => KnownTypes.Is(contract, @namespace, name));

    private static INamedTypeSymbol? Inherited(INamedTypeSymbol type, string @namespace, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, @namespace, name))
            {
                return current;
            }
        }

        return null;
    }
}
