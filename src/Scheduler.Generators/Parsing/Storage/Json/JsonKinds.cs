using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>What System.Text.Json has a converter for, and what it refuses, in the order in which it asks.</summary>
internal static class JsonKinds
{
    private const string Json = "System.Text.Json";
    private const string Nodes = "System.Text.Json.Nodes";

    private static readonly (string Namespace, string Name)[] BuiltIn =
    [
        ("System", "Guid"), ("System", "DateTimeOffset"), ("System", "DateOnly"), ("System", "TimeOnly"), ("System", "TimeSpan"),
        ("System", "Uri"), ("System", "Version"), ("System", "Int128"), ("System", "UInt128"), ("System", "Half"),
    ];

    private static readonly (string Namespace, string Name)[] Documents =
    [
        (Json, "JsonElement"), (Json, "JsonDocument"), (Nodes, "JsonNode"), (Nodes, "JsonObject"), (Nodes, "JsonArray"), (Nodes, "JsonValue"),
    ];

    /// <summary>Whether there is a converter of its own.</summary>
    public static bool IsBuiltIn(ITypeSymbol type) => IsScalar(type) || Documents.Any(known => KnownTypes.Is(type, known.Namespace, known.Name)) || IsBytes(type);

    /// <summary>Whether it can be the key of a dictionary.</summary>
    public static bool IsKey(ITypeSymbol type) => IsScalar(type) || type.TypeKind == TypeKind.Enum;

    public static bool IsNumber(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double
        || KnownTypes.Is(type, "System", "Int128")
        || KnownTypes.Is(type, "System", "UInt128")
        || KnownTypes.Is(type, "System", "Half");

    /// <summary>What it refuses, so that it throws; <see langword="null"/> if it does not.</summary>
    public static string? WhyRefused(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Delegate } => "a delegate",
        { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "a pointer",
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => "a native integer",
        { IsRefLikeType: true } => "a ref struct",
        IArrayTypeSymbol { Rank: > 1 } => "an array of several dimensions (an array of arrays comes back)",
        _ when DerivesFrom(type, "System.Reflection", "MemberInfo") => "metadata of this process",
        _ when DerivesFrom(type, "System", "Delegate") => "a delegate",
        _ when KnownTypes.Is(type, "System.Runtime.Serialization", "SerializationInfo") => "data of another serializer",
        _ => null,
    };

    private static bool IsScalar(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime
        || BuiltIn.Any(known => KnownTypes.Is(type, known.Namespace, known.Name));

    private static bool IsBytes(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => true,
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } =>
            KnownTypes.Is(type, "System", "Memory`1") || KnownTypes.Is(type, "System", "ReadOnlyMemory`1"),
        _ => false,
    };

    private static bool DerivesFrom(ITypeSymbol type, string @namespace, string name)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, @namespace, name))
            {
                return true;
            }
        }

        return false;
    }
}
