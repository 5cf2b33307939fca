using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>The serializer context that an assembly names, and what it knows.</summary>
internal sealed class JsonContext
{
    public const string Serialization = "System.Text.Json.Serialization";

    private static readonly ConditionalWeakTable<Compilation, JsonContext> Known = new();

    private readonly Dictionary<string, JsonMode> _types = new(StringComparer.Ordinal);

    private JsonContext(INamedTypeSymbol? type) => Type = type;

    /// <summary>The context; <see langword="null"/> if none is named.</summary>
    public INamedTypeSymbol? Type { get; }

    /// <summary>Why emitted code cannot use it; <see langword="null"/> if it can, or if there is none.</summary>
    public string? Problem { get; private set; }

    /// <summary>What it says about all types.</summary>
    public JsonSettings Settings { get; } = new();

    public static JsonContext Of(Compilation compilation) => Known.GetValue(compilation, Read);

    /// <summary>Whether a type is written down on the context.</summary>
    public bool Knows(ITypeSymbol type) => _types.ContainsKey(KeyOf(type));

    /// <summary>Whether a type is written only, because the context, or its entry there, asks for no more.</summary>
    public bool OnlyWrites(ITypeSymbol type) =>
        (_types.TryGetValue(KeyOf(type), out JsonMode own) && own != JsonMode.Default ? own : Settings.Mode) == JsonMode.Serialization;

    private static JsonContext Read(Compilation compilation)
    {
        if (KnownTypes.Find(compilation.Assembly, "GeneratedScheduler", "TaskJsonContextAttribute") is not
            { ConstructorArguments: [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }] })
        {
            return new JsonContext(null);
        }

        return OfType(type, compilation);
    }

    /// <summary>What one context says.</summary>
    internal static JsonContext OfType(INamedTypeSymbol type, Compilation compilation)
    {
        var context = new JsonContext(type) { Problem = WhyUnusable(type, compilation) };
        foreach (AttributeData attribute in type.GetAttributes())
        {
            context.Read(attribute);
        }

        return context;
    }

    private void Read(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type)
        {
            return;
        }

        if (KnownTypes.Is(type, Serialization, "JsonSerializableAttribute") && attribute.ConstructorArguments is [{ Value: ITypeSymbol known }])
        {
            _types[KeyOf(known)] = attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "GenerationMode").Value.Value is int mode
                ? (JsonMode)mode
                : JsonMode.Default;
        }

        if (KnownTypes.Is(type, Serialization, "JsonSourceGenerationOptionsAttribute"))
        {
            Settings.Read(attribute);
        }
    }

    private static string? WhyUnusable(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsGenericType || !TypeRules.IsAccessible(type, compilation))
        {
            return "is generic or not accessible to emitted code";
        }

        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, Serialization, "JsonSerializerContext"))
            {
                return null;
            }
        }

        return "does not derive from JsonSerializerContext";
    }

    // Marks for null and names of tuple elements make no other type.
    private static string KeyOf(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic
        ? "global::System.Object"
        : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple));
}
