using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What the generator of System.Text.Json makes of a type that has members: which of them it writes, and which it gives back.</summary>
internal sealed class JsonObject
{
    private readonly INamedTypeSymbol _type;
    private readonly JsonSettings _settings;
    private readonly Compilation _compilation;
    private readonly bool _populates;

    public JsonObject(INamedTypeSymbol type, JsonSettings settings, Compilation compilation)
    {
        _type = type;
        _settings = settings;
        _compilation = compilation;
        _populates = HandlingOf(type) ?? settings.Populates;
        Constructor = FindConstructor();
        Members = FindMembers();
    }

    /// <summary>The constructor that it calls; <see langword="null"/> if there is none, or if it makes a default of a struct.</summary>
    public IMethodSymbol? Constructor { get; }

    /// <summary>What it writes, or would give back.</summary>
    public IReadOnlyList<JsonMember> Members { get; }

    /// <summary>Why no object can be made when it is read; <see langword="null"/> if one can.</summary>
    public string? WhyNotMade()
    {
        if (_type.IsAbstract)
        {
            return "is abstract, so that no object can be made when it is read; list the types that derive from it by [JsonDerivedType], each with a name";
        }

        if (Constructor is null)
        {
            return _type.IsValueType ? null : "has several public constructors or none, so that it cannot be made when it is read; mark one of them with [JsonConstructor]";
        }

        IParameterSymbol? lacking = Constructor.Parameters.FirstOrDefault(parameter => parameter.RefKind == RefKind.Out || !Members.Any(member => Binds(parameter, member)));
        return lacking is null ? null
            : $"has a constructor with the parameter '{lacking.Name}', which is not the name and type of any member, so that it cannot be made when it is read";
    }

    /// <summary>Whether a member is given to the constructor.</summary>
    public bool IsBound(JsonMember member) => Constructor is not null && Constructor.Parameters.Any(parameter => Binds(parameter, member));

    private static bool Binds(IParameterSymbol parameter, JsonMember member) =>
        string.Equals(parameter.Name, member.Symbol.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type);

    /// <summary>Whether what a new object has there already stays, besides what is read.</summary>
    public bool IsMerged(JsonMember member) =>
        (HandlingOf(member.Symbol) ?? _populates)
        && Constructor is { Parameters.IsEmpty: true }
        && JsonCollection.Of(member.Type) is not null
        && InitialValues.MayHaveOne(member.Symbol)
        && !InitialValues.IsEmptyCollection(member.Symbol);

    /// <summary>A parameter of the constructor that cannot take an object that was written before.</summary>
    public IParameterSymbol? FindParameterOfObject() => Constructor?.Parameters.FirstOrDefault(static parameter =>
        !JsonKinds.IsBuiltIn(parameter.Type) && !parameter.Type.IsValueType);

    // A struct is made by its default, unless it says otherwise.
    private IMethodSymbol? FindConstructor()
    {
        IMethodSymbol[] all = [.. _type.InstanceConstructors.Where(constructor => !(constructor.IsImplicitlyDeclared && _type.IsValueType))];
        IMethodSymbol? marked = all.FirstOrDefault(constructor =>
            KnownTypes.Find(constructor, JsonContext.Serialization, "JsonConstructorAttribute") is not null && TypeRules.IsAccessible(constructor, _compilation));
        if (marked is not null || (_type.IsValueType && !KnownTypes.Is(_type, "System.Collections.Generic", "KeyValuePair`2")))
        {
            return marked;
        }

        IMethodSymbol[] open = [.. all.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public)];
        return open.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty) ?? (open.Length == 1 ? open[0] : null);
    }

    private List<JsonMember> FindMembers()
    {
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = _type; current is { SpecialType: SpecialType.None or SpecialType.System_ValueType }; current = current.BaseType)
        {
            foreach (ISymbol symbol in current.GetMembers())
            {
                JsonMember? member = symbol switch
                {
                    IPropertySymbol { IsStatic: false, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } property when !EmittedParts.IsEmitted(property) =>
                        OfProperty(property),
                    IFieldSymbol { IsStatic: false, IsConst: false, AssociatedSymbol: null, IsImplicitlyDeclared: false } field when !EmittedParts.IsEmitted(field) =>
                        OfField(field),

                    // Those of a tuple.
                    IFieldSymbol { IsStatic: false, CorrespondingTupleField: { } field } when ReferenceEquals(field, symbol) || SymbolEqualityComparer.Default.Equals(field, symbol) =>
                        OfField(field),
                    _ => null,
                };
                if (member is not null && names.Add(symbol.Name))
                {
                    members.Add(member);
                }
            }
        }

        return members;
    }

    private JsonMember? OfProperty(IPropertySymbol property)
    {
        bool isIncluded = IsIncluded(property);
        bool canGet = IsUsable(property.GetMethod, isIncluded);
        bool canSet = IsUsable(property.SetMethod, isIncluded);
        if (!canGet && !canSet)
        {
            return null;
        }

        JsonIgnore ignore = IgnoreOf(property) ?? _settings.Ignore;
        var member = new JsonMember(property, property.Type, ignore);
        bool isBound = IsBound(member);
        bool isLeftOut = !canSet && _settings.IgnoresReadOnlyProperties && !isIncluded;
        member.IsWritten = canGet && !isLeftOut && ignore is not (JsonIgnore.Always or JsonIgnore.WhenWriting);
        member.IsRead = (canSet || isBound || IsPopulated(property, property.Type)) && ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading);
        return member;
    }

    private JsonMember? OfField(IFieldSymbol field)
    {
        bool isIncluded = IsIncluded(field);
        bool isUsed = (isIncluded && TypeRules.IsAccessible(field, _compilation)) || (_settings.IncludesFields && field.DeclaredAccessibility == Accessibility.Public);
        if (!isUsed)
        {
            return null;
        }

        JsonIgnore ignore = IgnoreOf(field) ?? _settings.Ignore;
        var member = new JsonMember(field, field.Type, ignore);
        bool isLeftOut = field.IsReadOnly && _settings.IgnoresReadOnlyFields && !isIncluded;
        member.IsWritten = !isLeftOut && ignore is not (JsonIgnore.Always or JsonIgnore.WhenWriting);
        member.IsRead = (!field.IsReadOnly || IsBound(member)) && ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading);
        return member;
    }

    private bool IsUsable(IMethodSymbol? accessor, bool isIncluded) => accessor is not null
        && (accessor.DeclaredAccessibility == Accessibility.Public || (isIncluded && TypeRules.IsAccessible(accessor, _compilation)));

    // What is there already must be empty, which a collection that the user's own initializer makes is.
    private bool IsPopulated(IPropertySymbol property, ITypeSymbol type) =>
        (HandlingOf(property) ?? _populates)
        && Constructor is { Parameters.IsEmpty: true }
        && JsonCollection.Of(type) is { Problem: null }
        && !type.IsValueType
        && InitialValues.IsEmptyCollection(property);

    private static bool? HandlingOf(ISymbol symbol) =>
        KnownTypes.Find(symbol, JsonContext.Serialization, "JsonObjectCreationHandlingAttribute") is { ConstructorArguments: [{ Value: int handling }] } ? handling == 1 : null;

    private static bool IsIncluded(ISymbol member) => KnownTypes.Find(member, JsonContext.Serialization, "JsonIncludeAttribute") is not null;

    private static JsonIgnore? IgnoreOf(ISymbol member) => KnownTypes.Find(member, JsonContext.Serialization, "JsonIgnoreAttribute") is not { } attribute ? null
        : attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "Condition").Value.Value is int condition ? (JsonIgnore)condition
        : JsonIgnore.Always;
}

/// <summary>A member as System.Text.Json sees it.</summary>
internal sealed class JsonMember(ISymbol symbol, ITypeSymbol type, JsonIgnore ignore)
{
    public ISymbol Symbol => symbol;

    public ITypeSymbol Type => type;

    /// <summary>When it is left out.</summary>
    public JsonIgnore Ignore => ignore;

    public bool IsWritten { get; set; }

    public bool IsRead { get; set; }

    public bool ComesBack => IsWritten && IsRead;
}
