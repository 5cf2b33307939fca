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
        "SupportedOSPlatformAttribute", "UnsupportedOSPlatformAttribute", "ObsoletedOSPlatformAttribute",
    ];

    /// <summary>What a method, or an actuator class, demands of the program.</summary>
    public static EquatableArray<RequirementModel> RequirementsOf(ISymbol symbol) => new[]
    {
        Find(symbol, "RequiresUnreferencedCode", "IL2026", "Trimming"),
        Find(symbol, "RequiresDynamicCode", "IL3050", "AOT"),
        Find(symbol, "RequiresAssemblyFiles", "IL3002", "SingleFile"),
    }.OfType<RequirementModel>().ToEquatableArray();

    /// <summary>Attributes that tell on which platforms it runs, as C#.</summary>
    public static EquatableArray<string> PlatformsOf(ISymbol symbol) => WithOuter(symbol)
        .SelectMany(static current => current.GetAttributes())
        .Where(static attribute => attribute is { AttributeClass: { } type, ConstructorArguments: [{ Value: string }, ..] }
            && Platforms.Any(name => KnownTypes.Is(type, Versioning, name)))
        .Select(static attribute =>
            $"global::{Versioning}.{attribute.AttributeClass!.Name}({SymbolDisplay.FormatLiteral((string)attribute.ConstructorArguments[0].Value!, quote: true)})")
        .Distinct(StringComparer.Ordinal)
        .ToEquatableArray();

    private static RequirementModel? Find(ISymbol symbol, string name, string warning, string category)
    {
        INamedTypeSymbol? created = symbol.IsStatic ? null : symbol as INamedTypeSymbol ?? symbol.ContainingType;
        foreach (ISymbol current in WithOuter(symbol).Concat(created is null ? [] : created.InstanceConstructors))
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
