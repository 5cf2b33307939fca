using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how a type of the user's is taken apart to members, and made of them again.</summary>
/// <param name="type">The type.</param>
/// <param name="prefix">What its columns begin with.</param>
/// <param name="scope">Where problems go.</param>
internal sealed class ShapeParser(INamedTypeSymbol type, string prefix, StorageScope scope)
{
    private readonly IReadOnlyList<IPropertySymbol> _properties = PropertiesOf(type);

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
            TypeNames.NotNull(type), ConstructionKind.Constructor, stored.ToEquatableArray(), ToArguments(constructor, indices).ToEquatableArray(), type is { TypeKind: TypeKind.Class, IsSealed: false });
    }

    /// <summary>A default with its type, where a bare number would be another one.</summary>
    public static string Typed(string literal, ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr when literal != "default" =>
            $"({TypeNames.NotNull(type)})" + (literal[0] == '-' ? $"({literal})" : literal),
        _ => literal,
    };

    /// <summary>What a type keeps that would not come back.</summary>
    public static IEnumerable<LostState> FindLost(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        LostState.Find(type, PropertiesOf(type), cancellationToken);

    // The generator does not see what others emit, so the analyzer must not look at it either.
    private static IReadOnlyList<IPropertySymbol> PropertiesOf(INamedTypeSymbol type) =>
        [.. MemberParser.Properties(type).Where(static property => !EmittedParts.IsEmitted(property))];

    private bool ReportWhatIsLost()
    {
        Location? here = type.Locations.FirstOrDefault();
        if (IsCollection(type))
        {
            scope.Report(
                Descriptors.MemberCannotBeStored, here, TypeNames.ForPeople(type), type.Name, "a collection, of which only the properties are stored; give it a property that has the items");
            return true;
        }

        bool isLost = false;
        foreach (LostState lost in FindLost(type, scope.CancellationToken))
        {
            Location? location = EmittedParts.IsEmitted(lost.Member) ? here : lost.Member.Locations.FirstOrDefault(static location => location.IsInSource) ?? here;
            if (lost.Emitted is { } emitted)
            {
                scope.Report(Descriptors.StateIsEmittedElsewhere, location, emitted.Name, TypeNames.ForPeople(type));
            }
            else
            {
                scope.Report(Descriptors.MemberCannotBeStored, location, TypeNames.ForPeople(lost.Type), lost.Member.Name, lost.Why);
            }

            isLost = true;
        }

        return isLost;
    }

    // One that is written from scratch keeps its items in fields, which are found.
    private static bool IsCollection(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (TypeRules.IsOfDotNet(current) && current.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable))
            {
                return true;
            }
        }

        return false;
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
            FlowAttributes.TypeOf(property),
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
