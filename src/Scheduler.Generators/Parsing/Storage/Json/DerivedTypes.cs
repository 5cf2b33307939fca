using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Finds the types of a project, and of the assembly of a type, that derive from that type.</summary>
internal sealed class DerivedTypes
{
    private static readonly ConditionalWeakTable<Compilation, DerivedTypes> Known = new();

    private readonly ConcurrentDictionary<IAssemblySymbol, ILookup<ISymbol, INamedTypeSymbol>> _byBase = new(SymbolEqualityComparer.Default);

    public static DerivedTypes Of(Compilation compilation) => Known.GetValue(compilation, static _ => new DerivedTypes());

    /// <summary>Types that are no further abstract, nearest ones and others, in a stable order.</summary>
    public IEnumerable<INamedTypeSymbol> Find(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        new[] { compilation.Assembly, type.ContainingAssembly }
            .Distinct<IAssemblySymbol>(SymbolEqualityComparer.Default)
            .SelectMany(assembly => _byBase.GetOrAdd(assembly, assembly => Read(assembly, cancellationToken))[type.OriginalDefinition])
            .OrderBy(static derived => derived.ToDisplayString(), StringComparer.Ordinal);

    private static ILookup<ISymbol, INamedTypeSymbol> Read(IAssemblySymbol assembly, CancellationToken cancellationToken) =>
        AllOf(assembly.GlobalNamespace, cancellationToken)
            .Where(static type => type is { TypeKind: TypeKind.Class, IsAbstract: false, BaseType.SpecialType: not SpecialType.System_Object })
            .SelectMany(static type => BasesOf(type).Select(@base => (Base: (ISymbol)@base.OriginalDefinition, Derived: type)))
            .ToLookup(static pair => pair.Base, static pair => pair.Derived, SymbolEqualityComparer.Default);

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static IEnumerable<INamedTypeSymbol> AllOf(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol inner in AllOf(member, cancellationToken))
            {
                yield return inner;
            }
        }
    }
}
