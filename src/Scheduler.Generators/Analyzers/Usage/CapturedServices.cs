using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Tells static members that hold a scoped or transient service from singletons by design.</summary>
internal static class CapturedServices
{
    // Bound to a scope, or the way to one, wherever they come from.
    private static readonly (string Namespace, string Name)[] Scoped =
    [
        ("System", "IServiceProvider"),
        ("Microsoft.Extensions.DependencyInjection", "IServiceScope"),
        ("Microsoft.Extensions.DependencyInjection", "IServiceScopeFactory"),
        ("Microsoft.Extensions.DependencyInjection", "AsyncServiceScope"),
        ("Microsoft.Extensions.DependencyInjection", "IKeyedServiceProvider"),
        ("Microsoft.Extensions.DependencyInjection", "ServiceProvider"),
        ("Microsoft.Extensions.Options", "IOptionsSnapshot`1"),
        ("Microsoft.EntityFrameworkCore", "DbContext"),
        ("System.Data.Common", "DbConnection"),
        ("System.Data", "IDbConnection"),
    ];

    // Of a provider, of scopes, and of ActivatorUtilities.
    private static readonly HashSet<string> Resolutions = new(StringComparer.Ordinal)
    {
        "CreateInstance", "CreateScope", "GetKeyedService", "GetRequiredKeyedService", "GetRequiredService", "GetService", "GetServices", "GetServiceOrCreateInstance",
    };

    private static readonly string[] Suffixes = ["Service", "Repository", "UnitOfWork"];

    public static bool IsService(ISymbol member)
    {
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        return type is INamedTypeSymbol named && (IsScoped(named) || (LooksLikeService(named) && !IsMadeHere(member)));
    }

    private static bool IsScoped(INamedTypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Scoped.Any(known => KnownTypes.Is(current, known.Namespace, known.Name)))
            {
                return true;
            }
        }

        return false;
    }

    // The framework's own interfaces and classes are values, collections, or singletons such as loggers and clocks.
    private static bool LooksLikeService(INamedTypeSymbol type) =>
        !TypeRules.IsOfDotNet(type)
        && !KnownTypes.IsScheduler(type)
        && (type.TypeKind == TypeKind.Interface
            || (type.TypeKind == TypeKind.Class && Suffixes.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal))));

    // What a static member gets once, when its class is first used, was never anyone's scoped service, unless it is asked of a provider.
    private static bool IsMadeHere(ISymbol member) => member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() switch
    {
        VariableDeclaratorSyntax variable => member is IFieldSymbol { IsReadOnly: true } && !IsResolved(variable.Initializer),
        PropertyDeclarationSyntax property =>
            member is IPropertySymbol { SetMethod: null } && IsAutomatic(property) && !IsResolved(property.Initializer),
        _ => false,
    });

    private static bool IsAutomatic(PropertyDeclarationSyntax property) =>
        property.ExpressionBody is null
        && property.AccessorList?.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }) == true;

    private static bool IsResolved(EqualsValueClauseSyntax? initializer) =>
        initializer?.DescendantNodes().OfType<SimpleNameSyntax>().Any(static name => Resolutions.Contains(name.Identifier.ValueText)) == true;
}
