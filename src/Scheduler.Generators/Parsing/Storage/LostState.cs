using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>State of a type of the user's that no member keeps which comes back from a store.</summary>
/// <param name="member">The field, or the property that it belongs to.</param>
/// <param name="type">What is in it.</param>
/// <param name="emitted">What another generator emits: the state itself, or the property by which it is reached.</param>
internal readonly struct LostState(ISymbol member, ITypeSymbol type, ISymbol? emitted = null)
{
    public ISymbol Member => member;

    public ITypeSymbol Type => type;

    /// <summary>What another generator emits: the state itself, or the property by which it is reached.</summary>
    public ISymbol? Emitted => emitted;

    /// <summary>What it is, and what to write instead, behind "because it is".</summary>
    public string Why => Member switch
    {
        IFieldSymbol { DeclaredAccessibility: Accessibility.Public } => "a field; make it a property",
        IFieldSymbol => "a field that no stored property reads or sets; make it a property, or mark it with [NotStored]",
        IPropertySymbol { DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public, SetMethod: null } =>
            "a property that cannot be set; make it settable, a parameter of the constructor, or [NotStored]",
        IPropertySymbol { DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public } =>
            "a property without a public setter; make the setter public, the property a parameter of the constructor, or [NotStored]",
        _ => "a property that is not public; make it public, or mark it with [NotStored]",
    };

    /// <summary>Finds the state of a type and its base types that none of the kept members reads or sets.</summary>
    public static IEnumerable<LostState> Find(INamedTypeSymbol type, IReadOnlyCollection<ISymbol> kept, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.DeclaringSyntaxReferences.IsEmpty)
            {
                foreach (IPropertySymbol property in OfMetadata(current, kept))
                {
                    yield return new LostState(property, property.Type);
                }

                continue;
            }

            foreach (LostState lost in OfSource(current, kept, cancellationToken))
            {
                yield return lost;
            }
        }
    }

    /// <summary>Whether the user says that it need not come back.</summary>
    public static bool IsMarked(ISymbol member) => KnownTypes.Find(member, "GeneratedScheduler", "NotStoredAttribute") is not null;

    private static IEnumerable<LostState> OfSource(INamedTypeSymbol type, IReadOnlyCollection<ISymbol> kept, CancellationToken cancellationToken)
    {
        IPropertySymbol[] emitted = [.. type.GetMembers().OfType<IPropertySymbol>().Where(static property => !property.IsStatic && EmittedParts.IsEmitted(property))];
        var reached = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { IsStatic: false, IsConst: false } && !IsOfNoMatter(field) && !IsKept(field, kept, cancellationToken))
            {
                ISymbol member = field.AssociatedSymbol ?? field;
                ISymbol? by = emitted.FirstOrDefault(property => SymbolEqualityComparer.Default.Equals(property, member) || Mentions(property, field, cancellationToken))
                    ?? (EmittedParts.IsEmitted(member) ? member : null);
                if (by is null || reached.Add(by))
                {
                    yield return new LostState(member, field.Type, by);
                }
            }
        }

        foreach (IPropertySymbol property in emitted.Where(IsState))
        {
            if (reached.Add(property))
            {
                yield return new LostState(property, property.Type, property);
            }
        }
    }

    private static bool IsState(IPropertySymbol property) =>
        property is { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public } && !IsMarked(property);

    // Private fields of references are not there for the compiler. What a getter-only property of .NET's own reads is not known, and is state.
    private static IEnumerable<IPropertySymbol> OfMetadata(INamedTypeSymbol type, IReadOnlyCollection<ISymbol> kept) => type.GetMembers()
        .OfType<IPropertySymbol>()
        .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: { } getter }
            && !kept.Contains(property, SymbolEqualityComparer.Default)
            && !IsMarked(property)
            && (property.SetMethod is not null || TypeRules.IsOfDotNet(type)
                || KnownTypes.Find(getter, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute") is not null)
            && !property.IsOverride);

    // Who listens, and what keeps threads apart, is of this process. Parameters that are kept without a property belong to the constructor.
    private static bool IsOfNoMatter(IFieldSymbol field) =>
        field.AssociatedSymbol is IEventSymbol
        || field is { AssociatedSymbol: null, IsImplicitlyDeclared: true }
        || IsMarked(field)
        || (field.AssociatedSymbol is { } property && IsMarked(property))
        || KnownTypes.Is(field.Type, "System.Threading", "Lock")
        || field is { IsReadOnly: true, Type.SpecialType: SpecialType.System_Object, DeclaredAccessibility: Accessibility.Private };

    private static bool IsKept(IFieldSymbol field, IReadOnlyCollection<ISymbol> kept, CancellationToken cancellationToken) =>
        kept.Any(member => SymbolEqualityComparer.Default.Equals(member, field)
            || (member is IPropertySymbol property && (IsBehind(field, property) || Mentions(property, field, cancellationToken))));

    private static bool IsBehind(IFieldSymbol field, IPropertySymbol property)
    {
        for (IPropertySymbol? current = property; current is not null; current = current.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, current)
                || (current.PartialImplementationPart is { } part && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, part)))
            {
                return true;
            }
        }

        return false;
    }

    // What accessors mention is part of the fingerprint of their file.
    private static bool Mentions(IPropertySymbol property, IFieldSymbol field, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(property.ContainingType, field.ContainingType)
        && property.DeclaringSyntaxReferences
            .Concat(property.PartialImplementationPart?.DeclaringSyntaxReferences ?? [])
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<PropertyDeclarationSyntax>()
            .SelectMany(static declaration => declaration.DescendantTokens())
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == field.Name && token.Parent is IdentifierNameSyntax);
}
