using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What a serializer context says by <c>[JsonSourceGenerationOptions]</c>, as far as it decides what comes back.</summary>
internal sealed class JsonSettings
{
    private const int WriteAsString = 2;
    private const int AllowReadingFromString = 1;

    private readonly HashSet<ITypeSymbol> _converted = new(SymbolEqualityComparer.Default);

    public bool IncludesFields { get; private set; }

    public bool IgnoresReadOnlyProperties { get; private set; }

    public bool IgnoresReadOnlyFields { get; private set; }

    public JsonIgnore Ignore { get; private set; }

    /// <summary>Whether numbers are written as texts that are not read again.</summary>
    public bool WritesNumbersThatItCannotRead { get; private set; }

    /// <summary>Whether names of dictionary entries are changed when they are written.</summary>
    public bool ChangesKeys { get; private set; }

    /// <summary>Whether names that differ only in their case or underscores may become one.</summary>
    public bool MergesNames { get; private set; }

    /// <summary>Whether objects that exist already are filled, rather than replaced.</summary>
    public bool Populates { get; private set; }

    /// <summary>Whether an object that contains itself is written as null.</summary>
    public bool IgnoresCycles { get; private set; }

    /// <summary>Whether objects are written with ids, which constructors cannot take.</summary>
    public bool PreservesReferences { get; private set; }

    /// <summary>Whether parameters of constructors must be there, even if they can be null.</summary>
    public bool RequiresParameters { get; private set; }

    public JsonMode Mode { get; private set; }

    /// <summary>Whether there is a factory of converters, of which only it knows for which types.</summary>
    public bool HasFactory { get; private set; }

    /// <summary>Whether a converter of the context is for exactly this type.</summary>
    public bool Converts(ITypeSymbol type) => _converted.Contains(type.WithNullableAnnotation(NullableAnnotation.None));

    public void Read(AttributeData attribute)
    {
        // JsonSerializerDefaults.Strict and .Web
        RequiresParameters = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Enum, Value: 2 }];
        bool isWeb = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Enum, Value: 1 }];
        MergesNames = isWeb;
        int numbers = isWeb ? AllowReadingFromString : 0;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            object? said = argument.Value.Kind == TypedConstantKind.Array ? null : argument.Value.Value;
            bool isTrue = said is true;
            int number = said is int value ? value : 0;
            switch (argument.Key)
            {
                case "IncludeFields": IncludesFields = isTrue; break;
                case "IgnoreReadOnlyProperties": IgnoresReadOnlyProperties = isTrue; break;
                case "IgnoreReadOnlyFields": IgnoresReadOnlyFields = isTrue; break;
                case "DefaultIgnoreCondition": Ignore = (JsonIgnore)number; break;
                case "NumberHandling": numbers = number; break;
                case "DictionaryKeyPolicy": ChangesKeys = number != 0; break;
                case "PropertyNamingPolicy": MergesNames |= number != 0; break;
                case "PropertyNameCaseInsensitive": MergesNames |= isTrue; break;
                case "PreferredObjectCreationHandling": Populates = number == 1; break;
                case "ReferenceHandler": PreservesReferences = number == 1; IgnoresCycles = number == 2; break;
                case "RespectRequiredConstructorParameters": RequiresParameters = isTrue; break;
                case "GenerationMode": Mode = (JsonMode)number; break;
                case "Converters": ReadConverters(argument.Value); break;
                default: break;
            }
        }

        WritesNumbersThatItCannotRead = IsWriteOnly(numbers);
    }

    /// <summary>Whether a value of <c>JsonNumberHandling</c> writes what it does not read.</summary>
    public static bool IsWriteOnly(int numberHandling) => (numberHandling & WriteAsString) != 0 && (numberHandling & AllowReadingFromString) == 0;

    private void ReadConverters(TypedConstant converters)
    {
        if (converters.Kind != TypedConstantKind.Array || converters.Values.IsDefault)
        {
            return;
        }

        foreach (TypedConstant converter in converters.Values)
        {
            for (ITypeSymbol? current = converter.Value as ITypeSymbol; current is not null; current = current.BaseType)
            {
                if (KnownTypes.Is(current, JsonContext.Serialization, "JsonConverter`1"))
                {
                    _converted.Add(((INamedTypeSymbol)current).TypeArguments[0].WithNullableAnnotation(NullableAnnotation.None));
                }

                // That of .NET is for enums only, which need none.
                HasFactory |= KnownTypes.Is(current, JsonContext.Serialization, "JsonConverterFactory")
                    && !TypeRules.IsOfDotNet((ITypeSymbol)converter.Value!);
            }
        }
    }
}

/// <summary>The values of <c>JsonIgnoreCondition</c>.</summary>
internal enum JsonIgnore
{
    Never = 0,
    Always = 1,
    WhenWritingDefault = 2,
    WhenWritingNull = 3,
    WhenWriting = 4,
    WhenReading = 5,
}

/// <summary>The values of <c>JsonSourceGenerationMode</c>.</summary>
internal enum JsonMode
{
    Default = 0,
    Metadata = 1,
    Serialization = 2,
}
