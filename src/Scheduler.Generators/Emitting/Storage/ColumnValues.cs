using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>How a value that is there goes into a column, and comes out of it.</summary>
internal static class ColumnValues
{
    /// <summary>The kind of its column.</summary>
    public static string KindOf(ValueForm form) => form switch
    {
        ValueForm.Boolean => "Boolean",
        ValueForm.SByte or ValueForm.Byte or ValueForm.Int16 or ValueForm.UInt16 or ValueForm.Int32 or ValueForm.Char => "Int32",
        ValueForm.EnumOfSByte or ValueForm.EnumOfByte or ValueForm.EnumOfInt16 or ValueForm.EnumOfUInt16 or ValueForm.EnumOfInt32 => "Int32",
        ValueForm.UInt32 or ValueForm.Int64 or ValueForm.NativeInt or ValueForm.TimeSpan => "Int64",
        ValueForm.EnumOfUInt32 or ValueForm.EnumOfInt64 => "Int64",
        ValueForm.UInt64 or ValueForm.NativeUInt or ValueForm.EnumOfUInt64 => "UInt64",
        ValueForm.Single => "Single",
        ValueForm.Double => "Double",
        ValueForm.Decimal => "Decimal",
        ValueForm.Guid => "Guid",
        ValueForm.DateOnly => "Date",
        ValueForm.TimestampOfDateTime or ValueForm.TimestampOfDateTimeOffset => "Timestamp",
        ValueForm.Bytes => "Bytes",
        ValueForm.Json => "Json",
        _ => "Text",
    };

    /// <summary>The call that writes a value.</summary>
    /// <param name="value">What it is.</param>
    /// <param name="expression">The value, as C#.</param>
    /// <param name="types">How JSON is written.</param>
    public static string Write(ValueModel value, string expression, JsonTypes types) => value.Form switch
    {
        ValueForm.DateTime => $"writer.WriteDateTime({expression})",
        ValueForm.DateTimeOffset => $"writer.WriteDateTimeOffset({expression})",
        ValueForm.TimeOnly => $"writer.WriteTimeOnly({expression})",
        ValueForm.TimeSpan => $"writer.WriteTimeSpan({expression})",
        ValueForm.NativeInt or ValueForm.EnumOfUInt32 or ValueForm.EnumOfInt64 => $"writer.WriteInt64((long){expression})",
        ValueForm.NativeUInt or ValueForm.EnumOfUInt64 => $"writer.WriteUInt64((ulong){expression})",
        ValueForm.EnumOfSByte or ValueForm.EnumOfByte or ValueForm.EnumOfInt16 or ValueForm.EnumOfUInt16 or ValueForm.EnumOfInt32 =>
            $"writer.WriteInt32((int){expression})",
        ValueForm.EnumName => $"writer.WriteText({EnumEmitter.ClassName}.NameOf({expression}))",
        ValueForm.Json => $"writer.WriteJson({expression}, {types.FieldOf(value)})",
        _ => $"writer.Write{KindOf(value.Form)}({expression})",
    };

    /// <summary>The expression that reads a value.</summary>
    public static string Read(ValueModel value, string ordinal, JsonTypes types) => value.Form switch
    {
        ValueForm.SByte or ValueForm.Byte or ValueForm.Int16 or ValueForm.UInt16 or ValueForm.Char => Narrow(value.Core, "GetInt32", ordinal),
        ValueForm.UInt32 or ValueForm.NativeInt => Narrow(value.Core, "GetInt64", ordinal),
        ValueForm.NativeUInt => Narrow(value.Core, "GetUInt64", ordinal),
        ValueForm.DateTime => $"reader.GetDateTime({ordinal})",
        ValueForm.DateTimeOffset => $"reader.GetDateTimeOffset({ordinal})",
        ValueForm.TimeOnly => $"reader.GetTimeOnly({ordinal})",
        ValueForm.TimeSpan => $"reader.GetTimeSpan({ordinal})",
        ValueForm.TimestampOfDateTime => $"reader.GetTimestamp({ordinal}).UtcDateTime",
        ValueForm.EnumOfSByte => ToEnum(value, Narrow("sbyte", "GetInt32", ordinal)),
        ValueForm.EnumOfByte => ToEnum(value, Narrow("byte", "GetInt32", ordinal)),
        ValueForm.EnumOfInt16 => ToEnum(value, Narrow("short", "GetInt32", ordinal)),
        ValueForm.EnumOfUInt16 => ToEnum(value, Narrow("ushort", "GetInt32", ordinal)),
        ValueForm.EnumOfInt32 => ToEnum(value, $"reader.GetInt32({ordinal})"),
        ValueForm.EnumOfUInt32 => ToEnum(value, Narrow("uint", "GetInt64", ordinal)),
        ValueForm.EnumOfInt64 => ToEnum(value, $"reader.GetInt64({ordinal})"),
        ValueForm.EnumOfUInt64 => ToEnum(value, $"reader.GetUInt64({ordinal})"),
        ValueForm.EnumName => $"reader.GetParsed<{value.Core}>({ordinal}, {EnumEmitter.ClassName}.TryParse)",
        ValueForm.Json => $"reader.GetJson({ordinal}, {types.FieldOf(value)})",
        _ => $"reader.Get{KindOf(value.Form)}({ordinal})",
    };

    /// <summary>Whether the writer takes null by itself.</summary>
    public static bool TakesNull(ValueForm form) => form is ValueForm.Text or ValueForm.Bytes or ValueForm.Json;

    /// <summary>A text as C#.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Narrow(string type, string method, string ordinal) => $"reader.Narrow<{type}>({ordinal}, reader.{method}({ordinal}))";

    private static string ToEnum(ValueModel value, string number) => $"({value.Core}){number}";
}
