using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Attributes that warn whoever calls a method. The caller is emitted code, where a warning helps nobody; so they are put on
/// what the user calls instead.
/// </summary>
internal static class ForwardedAttributes
{
    private const string CodeAnalysis = "System.Diagnostics.CodeAnalysis";
    private const string Versioning = "System.Runtime.Versioning";

    private static readonly string[] Platforms =
    [
        "SupportedOSPlatformAttribute", "UnsupportedOSPlatformAttribute", "ObsoletedOSPlatformAttribute", "RequiresPreviewFeaturesAttribute",
    ];

    /// <summary>What a method, or an actuator class, demands of the program.</summary>
    public static EquatableArray<RequirementModel> RequirementsOf(ISymbol symbol) => new[]
    {
        Find(symbol, "RequiresUnreferencedCode", "IL2026", "Trimming"),
        Find(symbol, "RequiresDynamicCode", "IL3050", "AOT"),
        Find(symbol, "RequiresAssemblyFiles", "IL3002", "SingleFile"),
        symbol is IMethodSymbol method ? FindReflected(method, method.Parameters.Where(static parameter => ParameterParser.ParseInjected(parameter) is null)) : null,
    }.OfType<RequirementModel>().ToEquatableArray();

    /// <summary>What making an object of a type from stored values demands of the program.</summary>
    public static EquatableArray<RequirementModel> RequirementsOfReading(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named || TypeRules.IsOfDotNet(named))
        {
            return EquatableArray<RequirementModel>.Empty;
        }

        IReadOnlyList<IPropertySymbol> properties = MemberParser.Properties(named);
        ISymbol[] called = [.. named.InstanceConstructors, .. properties.Select(static property => property.SetMethod).OfType<IMethodSymbol>()];
        return new[]
        {
            Find(named, "RequiresUnreferencedCode", "IL2026", "Trimming", called),
            Find(named, "RequiresDynamicCode", "IL3050", "AOT", called),
            Find(named, "RequiresAssemblyFiles", "IL3002", "SingleFile", called),
            FindReflected(named, [.. properties, .. named.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)]),
        }.OfType<RequirementModel>().ToEquatableArray();
    }

    /// <summary>Attributes that tell on which platforms it runs, and whether it needs preview features, as C#.</summary>
    public static EquatableArray<string> PlatformsOf(ISymbol symbol) => WithOuter(symbol)
        .SelectMany(static current => current.GetAttributes())
        .Where(static attribute => attribute.AttributeClass is { } type && Platforms.Any(name => KnownTypes.Is(type, Versioning, name)))
        .Select(static attribute => $"global::{Versioning}.{attribute.AttributeClass!.Name}"
            + (attribute.ConstructorArguments is [{ Value: string text }, ..] ? $"({SymbolDisplay.FormatLiteral(text, quote: true)})" : ""))
        .Distinct(StringComparer.Ordinal)
        .ToEquatableArray();

    // A type name that comes out of a store, or out of a payload, has lost what the trimmer knew of it.
    private static RequirementModel? FindReflected(ISymbol symbol, IEnumerable<ISymbol> values)
    {
        ISymbol? reflected = values.FirstOrDefault(static value => KnownTypes.Find(value, CodeAnalysis, "DynamicallyAccessedMembersAttribute") is not null);
        return reflected is null ? null : new RequirementModel(
            "RequiresUnreferencedCode",
            "IL2072",
            "Trimming",
            $"{TypeNames.ForPeople(symbol)}: Members that '{reflected.Name}' needs may be trimmed; keep them.");
    }

    private static RequirementModel? Find(ISymbol symbol, string name, string warning, string category)
    {
        INamedTypeSymbol? created = symbol.IsStatic ? null : symbol as INamedTypeSymbol ?? symbol.ContainingType;
        return Find(symbol, name, warning, category, created is null ? [] : created.InstanceConstructors);
    }

    private static RequirementModel? Find(ISymbol symbol, string name, string warning, string category, IEnumerable<ISymbol> called)
    {
        foreach (ISymbol current in WithOuter(symbol).Concat(called))
        {
            if (KnownTypes.Find(current, CodeAnalysis, name + "Attribute") is { } attribute)
            {
                string why = attribute.ConstructorArguments is [{ Value: string message }, ..] ? ": " + message : "";
                return new RequirementModel(name, warning, category, TypeNames.ForPeople(symbol) + why);
            }
        }

        return null;
    }

    private static IEnumerable<ISymbol> WithOuter(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            yield return current;
        }
    }
}
