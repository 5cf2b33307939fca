using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how a type of the user's is taken apart to members, and made of them again.</summary>
/// <param name="type">The type.</param>
/// <param name="prefix">What its columns begin with.</param>
/// <param name="scope">Where problems go.</param>
internal sealed class ShapeParser(INamedTypeSymbol type, string prefix, StorageScope scope)
{
    private readonly IReadOnlyList<IPropertySymbol> _properties = MemberParser.Properties(type);

    public ShapeModel? Parse()
    {
        if (ReportWhatIsLost() || FindConstructor() is not { } constructor)
        {
            return null;
        }

        var storage = new MemberStorage(scope, prefix);
        var stored = new List<StoredMemberModel>();
        var indices = new Dictionary<IPropertySymbol, int>(SymbolEqualityComparer.Default);
        foreach (IPropertySymbol property in _properties)
        {
            if (ParseProperty(property, constructor, storage) is { } member)
            {
                indices[property] = stored.Count;
                stored.Add(member);
            }
        }

        return new ShapeModel(
            TypeNames.NotNull(type), ConstructionKind.Constructor, stored.ToEquatableArray(), ToArguments(constructor, indices).ToEquatableArray());
    }

    /// <summary>A default with its type, where a bare number would be another one.</summary>
    public static string Typed(string literal, ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr when literal != "default" =>
            $"({TypeNames.NotNull(type)})" + (literal[0] == '-' ? $"({literal})" : literal),
        _ => literal,
    };

    /// <summary>What a type keeps that would not come back, and why.</summary>
    public static IEnumerable<(ISymbol Member, string Why)> FindLost(INamedTypeSymbol type)
    {
        IReadOnlyList<IPropertySymbol> members = MemberParser.Properties(type);
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false })
                {
                    yield return (member, "a field; make it a property");
                }
                else if (member is IPropertySymbol property && IsLost(property) && !members.Any(other => other.Name == property.Name))
                {
                    yield return (member, "a property that only its own type can set; make it settable, a parameter of the constructor, or [NotStored]");
                }
            }
        }
    }

    // What is computed has no field behind it.
    private static bool IsLost(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false, GetMethod: not null }
        && (property.SetMethod is not null
            || property.ContainingType.GetMembers().Any(member =>
                member is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property)))
        && KnownTypes.Find(property, "GeneratedScheduler", "NotStoredAttribute") is null;

    private bool ReportWhatIsLost()
    {
        bool isLost = false;
        foreach ((ISymbol member, string why) in FindLost(type))
        {
            ITypeSymbol memberType = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
            scope.Report(Descriptors.MemberCannotBeStored, member.Locations.FirstOrDefault(), TypeNames.ForPeople(memberType), member.Name, why);
            isLost = true;
        }

        return isLost;
    }

    private IMethodSymbol? FindConstructor()
    {
        if (ShapeConstructors.Find(type, _properties) is { } constructor)
        {
            return constructor;
        }

        scope.Report(
            Descriptors.MemberCannotBeStored,
            type.Locations.FirstOrDefault(),
            TypeNames.ForPeople(type),
            type.Name,
            type.IsAbstract ? "abstract, so that no object can be made when it is read" : "without a public constructor that takes its members or nothing");
        return null;
    }

    private StoredMemberModel? ParseProperty(IPropertySymbol property, IMethodSymbol constructor, MemberStorage storage)
    {
        IParameterSymbol? parameter = ShapeConstructors.ParameterOf(property, constructor);
        MemberPlace place = parameter is not null ? MemberPlace.Constructor
            : property.IsRequired ? MemberPlace.Required
            : property.SetMethod is { IsInitOnly: true } ? MemberPlace.Init
            : MemberPlace.Set;
        bool hasDefault = parameter is null ? !property.IsRequired : parameter.HasExplicitDefaultValue;
        string? literal = parameter is { HasExplicitDefaultValue: true } ? Typed(Literals.OfDefault(parameter), parameter.Type) : null;
        return storage.Parse(
            property.Name,
            Naming.Escape(property.Name),
            property.Type,
            place,
            hasDefault,
            literal,
            ColumnSettings.Of(scope.CancellationToken, property, parameter),
            property.Locations.FirstOrDefault());
    }

    // Behind a parameter that is left out, the others need their names.
    private List<ShapeArgumentModel> ToArguments(IMethodSymbol constructor, Dictionary<IPropertySymbol, int> indices)
    {
        var arguments = new List<ShapeArgumentModel>();
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            IPropertySymbol? property = _properties.FirstOrDefault(property => ShapeConstructors.Belongs(parameter, property));
            if (property is not null && indices.TryGetValue(property, out int index))
            {
                bool isNamed = arguments.Count < parameter.Ordinal;
                arguments.Add(new ShapeArgumentModel(index, isNamed ? Naming.Escape(parameter.Name) : null));
            }
        }

        return arguments;
    }
}
