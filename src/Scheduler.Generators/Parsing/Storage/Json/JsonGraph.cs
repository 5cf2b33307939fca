using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>
/// Walks what is behind a value that is stored as JSON, and finds what System.Text.Json would write and not give back. It follows what
/// <em>generated</em> contexts do, which is less than serialization by reflection can do.
/// </summary>
/// <remarks>Where a declaration does not tell, as for private state of references, it decides against the type; a converter is trusted.</remarks>
internal sealed class JsonGraph
{
    // Types can be nested without end: class A<T> { A<A<T>> Next }.
    private const int MaxDepth = 24;

    private readonly JsonContext _context;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly List<ITypeSymbol> _path = [];

    private JsonGraph(JsonContext context, Compilation compilation, CancellationToken cancellationToken)
    {
        _context = context;
        _compilation = compilation;
        _cancellationToken = cancellationToken;
    }

    private JsonSettings Settings => _context.Settings;

    /// <summary>The first thing that does not come back, as a sentence with what to write instead; <see langword="null"/> if all does.</summary>
    public static string? FindProblem(ITypeSymbol type, StorageScope scope) => FindProblem(type, scope.Json, scope.Compilation, scope.CancellationToken);

    public static string? FindProblem(ITypeSymbol type, JsonContext context, Compilation compilation, CancellationToken cancellationToken) =>
        new JsonGraph(context, compilation, cancellationToken).Walk(type);

    /// <summary>Whether only objects of this very type come back as what they were, although others can be in its place.</summary>
    public static bool IsExact(ITypeSymbol type, StorageScope scope) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false }
        && !JsonKinds.IsBuiltIn(type)
        && new JsonGraph(scope.Json, scope.Compilation, scope.CancellationToken).FindConverter(type) is null
        && KnownTypes.Find(type, JsonContext.Serialization, "JsonDerivedTypeAttribute") is null;

    private string? Walk(ITypeSymbol type)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_path.Count > 0 && Settings.IgnoresCycles && _path.Contains(type, SymbolEqualityComparer.Default))
        {
            return $"'{Name(type)}' can contain itself, and the context writes null in place of an object that does; leave ReferenceHandler out";
        }

        if (_path.Count > MaxDepth || type.TypeKind == TypeKind.Error || !_seen.Add(type))
        {
            return null;
        }

        _path.Add(type);
        string? problem = WalkNew(type);
        _path.RemoveAt(_path.Count - 1);
        return problem;
    }

    private string? WalkNew(ITypeSymbol type)
    {
        if (_context.OnlyWrites(type))
        {
            return $"the context only writes '{Name(type)}' (GenerationMode is Serialization), so that nothing reads it; leave GenerationMode out";
        }

        return FindConverter(type) is { } converter ? converter.Problem
            : type is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } ? "'object' comes back as JsonElement, whatever it was; use the type that is meant"
            : JsonKinds.IsBuiltIn(type) ? OfBuiltIn(type)
            : JsonKinds.WhyRefused(type) is { } refused ? $"'{Name(type)}' is {refused}; use another type, or give it a converter"
            : !SymbolEqualityComparer.Default.Equals(ValueParser.CoreOf(type), type) ? Walk(ValueParser.CoreOf(type))
            : type.TypeKind == TypeKind.Enum ? null
            : JsonCollection.Of(type) is { } collection ? OfCollection(type, collection)
            : type is INamedTypeSymbol named ? OfObject(named)
            : null;
    }

    // What converts a type is the user's own; nobody else can judge it.
    private Converter? FindConverter(ITypeSymbol type)
    {
        if (Settings.Converts(type))
        {
            return new Converter(null);
        }

        AttributeData? attribute = ConverterOf(type);
        if (attribute is null)
        {
            return Settings.HasFactory && !TypeRules.IsOfDotNet(type) && type is INamedTypeSymbol ? new Converter(null) : null;
        }

        return new Converter(
            !KnownTypes.Is(attribute.AttributeClass!, JsonContext.Serialization, "JsonConverterAttribute")
                ? $"'{Name(type)}' has an attribute derived from [JsonConverter], which a generated context does not take; use [JsonConverter] itself"
            : EmittedParts.IsEmitted(attribute)
                ? $"the converter of '{Name(type)}' is emitted by another generator, so that the serializer context does not see it; use the value that is in it, or write [JsonConverter] yourself"
            : null);
    }

    /// <summary>The attribute <c>[JsonConverter]</c> of a type or member, or one derived from it.</summary>
    public static AttributeData? ConverterOf(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(IsConverter);

    /// <summary>Whether it is <c>[JsonConverter]</c>, or derived from it.</summary>
    public static bool IsConverter(AttributeData attribute)
    {
        for (INamedTypeSymbol? current = attribute.AttributeClass; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, JsonContext.Serialization, "JsonConverterAttribute"))
            {
                return true;
            }
        }

        return false;
    }

    private string? OfBuiltIn(ITypeSymbol type) => Settings.WritesNumbersThatItCannotRead && JsonKinds.IsNumber(type)
        ? "the context writes numbers as texts and does not read them; add JsonNumberHandling.AllowReadingFromString"
        : null;

    private string? OfCollection(ITypeSymbol type, JsonCollection collection)
    {
        if (collection.Problem is { } problem)
        {
            return $"'{Name(type)}' is {problem}; use another collection, or give it a converter";
        }

        if (collection.Item is null)
        {
            return $"the items of '{Name(type)}' are objects, which come back as JsonElement; use a collection of the type that is meant";
        }

        return OfKey(type, collection.Key) ?? OfOwnState(type) ?? Walk(collection.Item);
    }

    private string? OfKey(ITypeSymbol type, ITypeSymbol? key)
    {
        if (key is null)
        {
            return null;
        }

        if (Settings.ChangesKeys && (key.SpecialType == SpecialType.System_String || key.TypeKind == TypeKind.Enum))
        {
            return $"the context changes the keys of '{Name(type)}' when it writes them; leave DictionaryKeyPolicy out";
        }

        return FindConverter(key) is { } converter ? converter.Problem
            : JsonKinds.IsKey(key) ? null
            : $"'{Name(key)}' cannot be the key of a dictionary in JSON; use a text or a number, or a list of pairs";
    }

    // A collection is written as its items, whatever else it has. One that is written from scratch keeps these in fields.
    private string? OfOwnState(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol own || TypeRules.IsOfDotNet(own))
        {
            return null;
        }

        if (own.DeclaringSyntaxReferences.IsEmpty)
        {
            return own.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => IsOwn(property, own)) is { } property
                ? $"'{Name(type)}' is written as its items only, without '{property.Name}'; use a record that has the collection as a property"
                : null;
        }

        bool hasItemsOfItsOwn = own.BaseType is not { } parent || !TypeRules.IsOfDotNet(parent) || parent.SpecialType == SpecialType.System_Object;
        foreach (LostState lost in LostState.Find(own, [], _cancellationToken))
        {
            if (!lost.Member.DeclaringSyntaxReferences.IsEmpty && !(hasItemsOfItsOwn && lost.Member is IFieldSymbol { DeclaredAccessibility: Accessibility.Private }))
            {
                return $"'{Name(type)}' is written as its items only, without '{lost.Member.Name}'; use a record that has the collection as a property";
            }
        }

        return null;
    }

    // What every collection has is not state.
    private static bool IsOwn(IPropertySymbol property, INamedTypeSymbol type) =>
        property is { IsStatic: false, IsIndexer: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public }
        && !type.AllInterfaces.SelectMany(static contract => contract.GetMembers()).Any(member =>
            SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), property));

    private string? OfObject(INamedTypeSymbol type)
    {
        if (EmittedParts.IsEmitted(type))
        {
            return $"'{Name(type)}' is emitted by another generator, so that the serializer context does not see it; write it yourself";
        }

        if (FindDerived(type) is { } derived)
        {
            return derived.Problem ?? derived.Types.Select(Walk).FirstOrDefault(static problem => problem is not null) ?? (type.IsAbstract ? null : OfMembers(type));
        }

        return type.TypeKind == TypeKind.Interface
            ? $"'{Name(type)}' is an interface of which no object can be made when it is read; list what implements it by [JsonDerivedType], each with a name, or give it a converter"
            : OfMembers(type);
    }

    private Derived? FindDerived(INamedTypeSymbol type)
    {
        AttributeData[] attributes = [.. type.GetAttributes().Where(static attribute =>
            attribute.AttributeClass is { } known && KnownTypes.Is(known, JsonContext.Serialization, "JsonDerivedTypeAttribute"))];
        var listed = attributes
            .Where(static attribute => attribute.ConstructorArguments is [{ Value: ITypeSymbol }, ..])
            .Select(static attribute => (Type: (ITypeSymbol)attribute.ConstructorArguments[0].Value!, HasName: attribute.ConstructorArguments.Length > 1))
            .ToList();
        bool fallsBack = KnownTypes.Find(type, JsonContext.Serialization, "JsonPolymorphicAttribute") is { } polymorphic
            && polymorphic.NamedArguments.Any(static argument => argument is { Key: "UnknownDerivedTypeHandling", Value.Value: not 0 });
        if (listed.FirstOrDefault(derived => !derived.HasName && !SymbolEqualityComparer.Default.Equals(derived.Type, type)).Type is { } nameless)
        {
            return new Derived([], $"'{Name(nameless)}' is listed by [JsonDerivedType] without a name, so that it comes back as '{Name(type)}'; give it a name");
        }

        if (listed.Count > 0 && !fallsBack)
        {
            return new Derived([.. listed.Select(static derived => derived.Type)], null);
        }

        // A type that is not sealed is usual; one that is derived from would come back as its base.
        INamedTypeSymbol? unlisted = type is { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false } && !TypeRules.IsOfDotNet(type)
            ? DerivedTypes.Of(_compilation).Find(type, _compilation, _cancellationToken)
                .FirstOrDefault(derived => !listed.Any(known => SymbolEqualityComparer.Default.Equals(known.Type, derived)))
            : null;
        return unlisted is null
            ? listed.Count > 0 ? new Derived([.. listed.Select(static derived => derived.Type)], null) : null
            : new Derived([], $"'{Name(unlisted)}' would come back as its base '{Name(type)}'; list it there by [JsonDerivedType(typeof({Name(unlisted)}), \"{unlisted.Name}\")]");
    }

    private string? OfMembers(INamedTypeSymbol type)
    {
        var contract = new JsonObject(type, Settings, _compilation);
        if (contract.WhyNotMade() is { } reason)
        {
            return $"'{Name(type)}' {reason}";
        }

        if (Settings.PreservesReferences && contract.FindParameterOfObject() is { } parameter)
        {
            return $"the context writes objects that come again as references, which '{parameter.Name}' of the constructor of '{Name(type)}' cannot be; leave ReferenceHandler out";
        }

        JsonMember[] back = [.. contract.Members.Where(static member => member.ComesBack)];
        string? problem = FindLost(type, contract, back);
        for (int i = 0; i < back.Length && problem is null; i++)
        {
            problem = OfMember(type, back[i], contract);
        }

        return problem ?? OfNames(type, contract);
    }

    private string? FindLost(INamedTypeSymbol type, JsonObject contract, JsonMember[] back)
    {
        if (type.IsTupleType && back.Length == 0)
        {
            return $"'{Name(type)}' is a tuple, of which JSON leaves out everything; use a record, or let the context include fields";
        }

        if (type.DeclaringSyntaxReferences.IsEmpty && !type.IsTupleType && OfReference(type, back) is { } unknown)
        {
            return unknown;
        }

        ISymbol[] kept = [.. back.Select(static member => member.Symbol), .. contract.Members.Where(static member => LostState.IsMarked(member.Symbol)).Select(static member => member.Symbol)];
        foreach (LostState lost in type.IsTupleType ? [] : LostState.Find(type, kept, _cancellationToken))
        {
            JsonMember? member = contract.Members.FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.Symbol, lost.Member));
            return lost.Emitted is { } emitted ? $"'{emitted.Name}' of '{Name(type)}' is emitted by another generator, so that the serializer context does not see it; write it yourself, for instance as a partial property"
                : $"'{lost.Member.Name}' of '{Name(type)}' " + (member switch
                {
                    null when lost.Member is IFieldSymbol { DeclaredAccessibility: Accessibility.Public } => "is a field, which JSON leaves out; make it a property, or mark it with [JsonInclude]",
                    null => "is state that is not public, which JSON leaves out; make it a public property, or mark it with [NotStored]",
                    { Ignore: JsonIgnore.Always or JsonIgnore.WhenWriting or JsonIgnore.WhenReading } => "is left out by [JsonIgnore]; mark it with [NotStored] too if it need not come back",
                    { IsWritten: false } => "is not written; give it a public getter, and do not let the context ignore what is read-only",
                    _ => "is written, but not set when it is read; give it a public setter, or make it a parameter of the constructor that is used",
                });
        }

        return contract.Members.FirstOrDefault(static member => member is { IsWritten: true, IsRead: false } && JsonKinds.WhyRefused(member.Type) is not null) is { } refused
            ? $"'{refused.Symbol.Name}' of '{Name(type)}' is {JsonKinds.WhyRefused(refused.Type)}, which JSON refuses; mark it with [JsonIgnore]"
            : null;
    }

    // Nothing is known of what a reference keeps in private, so that something must come back at all.
    private static string? OfReference(INamedTypeSymbol type, JsonMember[] back) => back.Length > 0
        ? null
        : $"'{Name(type)}' has no members that JSON sets when it is read; use another type, or give it a converter";

    private string? OfMember(INamedTypeSymbol type, JsonMember member, JsonObject contract)
    {
        if (OfUnwritten(type, member, contract) is { } problem)
        {
            return problem;
        }

        if (contract.IsMerged(member))
        {
            return $"'{member.Symbol.Name}' of '{Name(type)}' is filled in addition to what a new object has there (JsonObjectCreationHandling.Populate); let it begin empty";
        }

        if (KnownTypes.Find(member.Symbol, JsonContext.Serialization, "JsonNumberHandlingAttribute") is { ConstructorArguments: [{ Value: int handling }] }
            && JsonSettings.IsWriteOnly(handling))
        {
            return $"'{member.Symbol.Name}' of '{Name(type)}' is written as a text that is not read; add JsonNumberHandling.AllowReadingFromString";
        }

        return ConverterOf(member.Symbol) is { } converter && KnownTypes.Is(converter.AttributeClass!, JsonContext.Serialization, "JsonConverterAttribute")
            ? null
            : Walk(member.Type);
    }

    // What is left out while it is null must be null when nothing sets it.
    private string? OfUnwritten(INamedTypeSymbol type, JsonMember member, JsonObject contract)
    {
        bool canBeNull = !member.Type.IsValueType || !SymbolEqualityComparer.Default.Equals(ValueParser.CoreOf(member.Type), member.Type);
        if (member.Ignore != JsonIgnore.WhenWritingDefault && !(member.Ignore == JsonIgnore.WhenWritingNull && canBeNull))
        {
            return null;
        }

        IParameterSymbol? parameter = contract.IsBound(member)
            ? contract.Constructor!.Parameters.First(parameter => string.Equals(parameter.Name, member.Symbol.Name, StringComparison.OrdinalIgnoreCase))
            : null;
        bool isLost = member.Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }
            || (parameter is not null ? HasOtherDefault(parameter) : InitialValues.MayHaveOne(member.Symbol));
        return isLost
            ? $"'{member.Symbol.Name}' of '{Name(type)}' is not written when it is null or a default, and then it comes back as something else; set the ignore condition to Never"
            : null;
    }

    private bool HasOtherDefault(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue
        ? parameter.ExplicitDefaultValue is not null
        : Settings.RequiresParameters;

    private string? OfNames(INamedTypeSymbol type, JsonObject contract)
    {
        var names = new HashSet<string>(Settings.MergesNames ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (JsonMember member in contract.Members.Where(static member => member.Ignore is not JsonIgnore.Always))
        {
            string name = KnownTypes.Find(member.Symbol, JsonContext.Serialization, "JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string given }] }
                ? given
                : Settings.MergesNames ? member.Symbol.Name.Replace("_", "") : member.Symbol.Name;
            if (!names.Add(name))
            {
                return $"'{member.Symbol.Name}' of '{Name(type)}' has the name of another member in JSON; give it another one by [JsonPropertyName]";
            }
        }

        return null;
    }

    private static string Name(ITypeSymbol type) => TypeNames.ForPeople(type);

    private sealed record Converter(string? Problem);

    private sealed record Derived(IReadOnlyList<ITypeSymbol> Types, string? Problem);
}
