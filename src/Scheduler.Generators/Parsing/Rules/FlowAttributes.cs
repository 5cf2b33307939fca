using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Attributes that say about null what a type cannot: <c>[MaybeNull]</c>, <c>[AllowNull]</c> and others.</summary>
internal static class FlowAttributes
{
    private const string CodeAnalysis = "System.Diagnostics.CodeAnalysis";

    /// <summary>Whether a method returns null although its type does not say so.</summary>
    public static bool MayReturnNull(IMethodSymbol method) => Has(method.GetReturnTypeAttributes(), "MaybeNullAttribute");

    /// <summary>The type of what a property gives, with the mark for null that it can have.</summary>
    public static ITypeSymbol TypeOf(IPropertySymbol property) =>
        property.Type.IsReferenceType && Has(property.GetAttributes(), "MaybeNullAttribute")
            ? property.Type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : property.Type;

    private static bool Has(ImmutableArray<AttributeData> attributes, string name) =>
        attributes.Any(attribute => attribute.AttributeClass is { } type && KnownTypes.Is(type, CodeAnalysis, name));
}
