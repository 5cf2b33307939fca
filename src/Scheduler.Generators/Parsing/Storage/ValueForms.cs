using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>How values of a type are stored, as far as the type alone decides that.</summary>
internal static class ValueForms
{
    /// <summary>The form of a type that is no enum; JSON if there is none of its own.</summary>
    public static ValueForm Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => ValueForm.Boolean,
        SpecialType.System_SByte => ValueForm.SByte,
        SpecialType.System_Byte => ValueForm.Byte,
        SpecialType.System_Int16 => ValueForm.Int16,
        SpecialType.System_UInt16 => ValueForm.UInt16,
        SpecialType.System_Int32 => ValueForm.Int32,
        SpecialType.System_UInt32 => ValueForm.UInt32,
        SpecialType.System_Int64 => ValueForm.Int64,
        SpecialType.System_UInt64 => ValueForm.UInt64,
        SpecialType.System_IntPtr => ValueForm.NativeInt,
        SpecialType.System_UIntPtr => ValueForm.NativeUInt,
        SpecialType.System_Char => ValueForm.Char,
        SpecialType.System_Single => ValueForm.Single,
        SpecialType.System_Double => ValueForm.Double,
        SpecialType.System_Decimal => ValueForm.Decimal,
        SpecialType.System_String => ValueForm.Text,
        SpecialType.System_DateTime => ValueForm.DateTime,
        _ => OfOther(type),
    };

    /// <summary>The form of an enum as its number.</summary>
    public static ValueForm OfEnumNumber(INamedTypeSymbol type) => type.EnumUnderlyingType?.SpecialType switch
    {
        SpecialType.System_SByte => ValueForm.EnumOfSByte,
        SpecialType.System_Byte => ValueForm.EnumOfByte,
        SpecialType.System_Int16 => ValueForm.EnumOfInt16,
        SpecialType.System_UInt16 => ValueForm.EnumOfUInt16,
        SpecialType.System_UInt32 => ValueForm.EnumOfUInt32,
        SpecialType.System_Int64 => ValueForm.EnumOfInt64,
        SpecialType.System_UInt64 => ValueForm.EnumOfUInt64,
        _ => ValueForm.EnumOfInt32,
    };

    /// <summary>Whether it is kept in a column of the kind Text.</summary>
    public static bool IsText(ValueForm form) => form is ValueForm.Text or ValueForm.EnumName || FixedLength(form) is not null;

    /// <summary>How long the text of a value can be that is no text by itself.</summary>
    public static int? FixedLength(ValueForm form) => form switch
    {
        // 2009-06-15T13:45:30.0000000-07:00
        ValueForm.DateTime or ValueForm.DateTimeOffset => 33,

        // 13:45:30.0000000
        ValueForm.TimeOnly => 16,
        _ => null,
    };

    private static ValueForm OfOther(ITypeSymbol type) =>
        type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } ? ValueForm.Bytes
        : KnownTypes.Is(type, "System", "Guid") ? ValueForm.Guid
        : KnownTypes.Is(type, "System", "DateTimeOffset") ? ValueForm.DateTimeOffset
        : KnownTypes.Is(type, "System", "DateOnly") ? ValueForm.DateOnly
        : KnownTypes.Is(type, "System", "TimeOnly") ? ValueForm.TimeOnly
        : KnownTypes.Is(type, "System", "TimeSpan") ? ValueForm.TimeSpan
        : ValueForm.Json;
}
