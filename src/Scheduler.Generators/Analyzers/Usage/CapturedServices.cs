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

    // "static readonly IClock Clock = new Clock();" was never anyone's scoped service.
    private static bool IsMadeHere(ISymbol member)
    {
        bool isFixed = member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };
        return isFixed && member.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => IsCreation(value),
            PropertyDeclarationSyntax { Initializer.Value: var value } => IsCreation(value),
            _ => false,
        });
    }

    private static bool IsCreation(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax;
}
