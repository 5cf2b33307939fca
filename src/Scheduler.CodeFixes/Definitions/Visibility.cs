using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>Finds what keeps emitted code from naming a task and all that belongs to it.</summary>
internal static class Visibility
{
    /// <summary>The hidden symbols of a task, an actuator, a parameter or a property.</summary>
    public static IEnumerable<ISymbol> FindHidden(ISymbol symbol) =>
        Parts(symbol).SelectMany(WithContainers).Where(IsHidden).Distinct<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>Whether a hidden symbol may be shown: it is ours, no base prescribes how visible it is, and no other file has its name.</summary>
    public static bool CanShow(ISymbol hidden, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(hidden.ContainingAssembly, compilation.Assembly)
        && hidden switch
        {
            IMethodSymbol method =>
                method is { IsOverride: false, IsVirtual: false, IsAbstract: false, ExplicitInterfaceImplementations.IsEmpty: true },
            INamedTypeSymbol { IsFileLocal: true } type => type.ContainingNamespace.GetTypeMembers(type.Name, type.Arity).Length == 1,
            _ => true,
        };

    // A method must not be more visible than the types of its signature, so they are shown with it.
    private static IEnumerable<ISymbol> Parts(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method =>
            [method, .. method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).SelectMany(TypesIn)],
        IParameterSymbol parameter => TypesIn(parameter.Type),
        IPropertySymbol property => TypesIn(property.Type),
        INamedTypeSymbol type => [type, .. type.AllInterfaces.Where(KnownTypes.IsTaskActuator).SelectMany(TypesIn)],
        _ => [],
    };

    private static IEnumerable<ISymbol> TypesIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => TypesIn(array.ElementType),
        INamedTypeSymbol named => [named.OriginalDefinition, .. named.TypeArguments.SelectMany(TypesIn)],
        _ => [],
    };

    private static IEnumerable<ISymbol> WithContainers(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            yield return current;
        }
    }

    private static bool IsHidden(ISymbol symbol) =>
        symbol is INamedTypeSymbol { IsFileLocal: true }
        || symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;
}
