using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Chooses the constructor by which an object is made of its members.</summary>
internal static class ShapeConstructors
{
    /// <summary>
    /// The public constructor that takes most members, and nothing else that has no default; what cannot be set afterwards must be among
    /// them.
    /// </summary>
    public static IMethodSymbol? Find(INamedTypeSymbol type, IReadOnlyList<IPropertySymbol> properties) => type.IsAbstract ? null : type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public
            && !UseRules.IsObsoleteAsAnError(constructor)
            && constructor.Parameters.All(parameter => IsUsable(parameter, properties))
            && properties.All(property => IsSettable(property) || ParameterOf(property, constructor) is not null))
        .OrderByDescending(static constructor => constructor.Parameters.Length)
        .ThenBy(static constructor => constructor.GetDocumentationCommentId(), StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>The parameter that gives a property its value.</summary>
    public static IParameterSymbol? ParameterOf(IPropertySymbol property, IMethodSymbol constructor) =>
        constructor.Parameters.FirstOrDefault(parameter => Belongs(parameter, property));

    public static bool Belongs(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type);

    private static bool IsUsable(IParameterSymbol parameter, IReadOnlyList<IPropertySymbol> properties) =>
        parameter.RefKind is RefKind.None or RefKind.In
        && (parameter.HasExplicitDefaultValue || properties.Any(property => Belongs(parameter, property)));

    private static bool IsSettable(IPropertySymbol property) => property.SetMethod is { DeclaredAccessibility: Accessibility.Public };
}
