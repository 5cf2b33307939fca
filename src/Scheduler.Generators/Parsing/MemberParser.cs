using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Makes the payload's members from a method's parameters or a type's properties.</summary>
internal static class MemberParser
{
    /// <summary>The members of an emitted record.</summary>
    public static EquatableArray<MemberModel> FromParameters(IReadOnlyList<IParameterSymbol> parameters, string recordName)
    {
        string[] propertyNames = Naming.PropertyNames([.. parameters.Select(static parameter => parameter.Name)], recordName);
        var members = new MemberModel[parameters.Count];

        // A default in front of a parameter without one is legal in metadata only; emitted code cannot repeat it.
        bool mayBeOptional = true;
        for (int i = parameters.Count - 1; i >= 0; i--)
        {
            members[i] = FromParameter(parameters[i], propertyNames[i], mayBeOptional);
            mayBeOptional &= !members[i].IsRequired;
        }

        return members.ToEquatableArray();
    }

    /// <summary>The public properties of a payload type, those of its base types first.</summary>
    public static EquatableArray<MemberModel> FromProperties(INamedTypeSymbol type)
    {
        return Properties(type).Select(property => FromProperty(property, type)).ToEquatableArray();
    }

    /// <summary>The public properties that a caller can set in some way.</summary>
    public static IReadOnlyList<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var properties = new List<IPropertySymbol>();
        foreach (INamedTypeSymbol current in BasesFirst(type))
        {
            foreach (IPropertySymbol property in DeclaredProperties(current))
            {
                int hidden = properties.FindIndex(other => other.Name == property.Name);
                if (IsMember(property, type) && hidden >= 0)
                {
                    properties[hidden] = property;
                }
                else if (IsMember(property, type))
                {
                    properties.Add(property);
                }
            }
        }

        return properties;
    }

    // The compiler lists the parts of a partial type in the order in which it was given the files.
    private static IEnumerable<IPropertySymbol> DeclaredProperties(INamedTypeSymbol type)
    {
        IEnumerable<IPropertySymbol> properties = type.GetMembers().OfType<IPropertySymbol>();
        return type.Locations.Length > 1
            ? properties.OrderBy(static property => property.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
            : properties;
    }

    private static Stack<INamedTypeSymbol> BasesFirst(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            types.Push(current);
        }

        return types;
    }

    private static bool IsMember(IPropertySymbol property, INamedTypeSymbol type) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public }
        && property.GetMethod is { DeclaredAccessibility: Accessibility.Public }
        && (property.SetMethod is { DeclaredAccessibility: Accessibility.Public } || ConstructorParameter(property, type) is not null);

    private static IParameterSymbol? ConstructorParameter(IPropertySymbol property, INamedTypeSymbol type) => type.InstanceConstructors
        .Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public)
        .OrderByDescending(static constructor => constructor.Parameters.Length)
        .SelectMany(static constructor => constructor.Parameters)
        .FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type));

    private static MemberModel FromProperty(IPropertySymbol property, INamedTypeSymbol type)
    {
        bool isRequired = property.IsRequired || ConstructorParameter(property, type) is { HasExplicitDefaultValue: false };
        string name = Naming.Escape(property.Name);
        return new MemberModel(
            property.Name,
            name,
            name,
            TypeNames.Annotated(property.Type),
            TypeNames.InTypeOf(property.Type),
            AllowsNull(property.Type),
            isRequired,
            DefaultValue: null,
            ParamsElementType: null);
    }

    private static MemberModel FromParameter(IParameterSymbol parameter, string propertyName, bool mayBeOptional)
    {
        string? element = parameter is { IsParams: true, Type: IArrayTypeSymbol array } ? TypeNames.Annotated(array.ElementType) : null;
        bool hasDefault = mayBeOptional && parameter.HasExplicitDefaultValue && IsConstant(parameter);
        ITypeSymbol type = DeclaredType(parameter);
        return new MemberModel(
            parameter.Name,
            Naming.Escape(propertyName),
            Naming.Escape(parameter.Name),
            TypeNames.Annotated(type),
            TypeNames.InTypeOf(type),
            AllowsNull(type),
            IsRequired: !hasDefault && element is null,
            hasDefault ? Literals.OfDefault(parameter, type) : null,
            element);
    }

    /// <summary>The type with the mark for null that a caller sees: oblivious code takes null everywhere.</summary>
    public static ITypeSymbol DeclaredType(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        if (!type.IsReferenceType || parameter.IsParams)
        {
            return type;
        }

        const string CodeAnalysis = "System.Diagnostics.CodeAnalysis";
        if (KnownTypes.Find(parameter, CodeAnalysis, "DisallowNullAttribute") is not null)
        {
            return type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        }

        bool takesNull = type.NullableAnnotation == NullableAnnotation.None
            || KnownTypes.Find(parameter, CodeAnalysis, "AllowNullAttribute") is not null;
        return takesNull ? type.WithNullableAnnotation(NullableAnnotation.Annotated) : type;
    }

    /// <summary>Whether null is a value of the type; of oblivious types it is.</summary>
    public static bool AllowsNull(ITypeSymbol type) => type.IsReferenceType
        ? type.NullableAnnotation != NullableAnnotation.NotAnnotated
        : type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    // Dates, and objects that are something, have defaults in metadata that C# cannot write down.
    private static bool IsConstant(IParameterSymbol parameter) =>
        parameter.ExplicitDefaultValue is not DateTime
        && (parameter.ExplicitDefaultValue is null or string || parameter.Type.IsValueType)
        && (parameter.ExplicitDefaultValue is not string || parameter.Type.SpecialType == SpecialType.System_String);
}
