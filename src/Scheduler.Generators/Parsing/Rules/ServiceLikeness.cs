using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Guesses whether a type is a service. It prefers to be silent: data may have methods and any name.</summary>
internal static class ServiceLikeness
{
    private static readonly string[] Suffixes =
    [
        "Service", "Repository", "Client", "Factory", "Provider", "Manager", "Handler", "Scheduler", "Context", "Accessor",
    ];

    // Interfaces that say something about data, or that at least no container of services has.
    private static readonly HashSet<string> DataContracts = new(StringComparer.Ordinal)
    {
        "ICloneable", "IComparable", "IConvertible", "IEquatable", "IFormattable", "IParsable", "IProgress", "ISpanFormattable", "ISpanParsable",
    };

    public static bool LooksLikeService(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_Object)
        {
            return false;
        }

        return named.TypeKind switch
        {
            TypeKind.Interface => IsServiceContract(named),
            TypeKind.Class => IsKnownService(named) || (HasServiceName(named) && !CanBeData(named)),
            _ => false,
        };
    }

    private static bool IsServiceContract(INamedTypeSymbol type)
    {
        string @namespace = type.ContainingNamespace.ToDisplayString(TypeNames.Unescaped);
        bool isData = @namespace.StartsWith("System.Collections", StringComparison.Ordinal)
            || @namespace is "System.Linq" or "System.Numerics" or "System.Runtime.CompilerServices"
            || (@namespace == "System" && DataContracts.Contains(type.Name))
            || (@namespace == "Microsoft.AspNetCore.Http" && type.Name == "IFormFile")
            || type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);
        if (isData)
        {
            return false;
        }

        return @namespace.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || @namespace.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || HasServiceName(type)
            || HasMethods(type)
            || type.AllInterfaces.Any(static contract => contract.ContainingNamespace.Name != "System" && HasMethods(contract));
    }

    // Properties alone are how data looks.
    private static bool HasMethods(INamedTypeSymbol type) =>
        type.GetMembers().Any(static member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false });

    private static bool IsKnownService(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, "System.Net.Http", "HttpClient")
                || KnownTypes.Is(current, "System", "TimeProvider")
                || KnownTypes.Is(current, "Microsoft.EntityFrameworkCore", "DbContext")
                || KnownTypes.Is(current, "GeneratedScheduler", "Scheduler`2"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasServiceName(INamedTypeSymbol type) =>
        Suffixes.Any(suffix => type.Name.Length > suffix.Length && type.Name.EndsWith(suffix, StringComparison.Ordinal));

    private static bool CanBeData(INamedTypeSymbol type) =>
        type.IsRecord
        || MemberParser.Properties(type).Count > 0
        || type.GetMembers().Any(static member => member is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public });
}
