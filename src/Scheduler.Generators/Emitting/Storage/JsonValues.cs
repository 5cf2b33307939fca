using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>How a value that is there becomes JSON, and comes back.</summary>
internal static class JsonValues
{
    /// <summary>The call that writes a value.</summary>
    /// <param name="value">What it is.</param>
    /// <param name="expression">The value, as C#.</param>
    /// <param name="member">Whose value it is, for messages.</param>
    /// <param name="types">How other types are written.</param>
    public static string Write(ValueModel value, string expression, string member, JsonTypes types) => value.Form switch
    {
        ValueForm.Boolean => $"writer.WriteBooleanValue({expression})",
        ValueForm.Char => $"writer.WriteNumberValue((int){expression})",
        ValueForm.NativeInt => $"writer.WriteNumberValue((long){expression})",
        ValueForm.NativeUInt => $"writer.WriteNumberValue((ulong){expression})",
        ValueForm.Text => $"{Names.MemberJsonWriter}.WriteText(writer, {expression}, {StorageText.TaskName}, {ColumnValues.Quote(member)})",
        ValueForm.Single or ValueForm.Double => $"{Names.MemberJsonWriter}.WriteNumber(writer, {expression})",
        ValueForm.Guid => $"writer.WriteStringValue({expression})",
        ValueForm.DateTime or ValueForm.TimestampOfDateTime => $"{Names.MemberJsonWriter}.WriteDateTime(writer, {expression})",
        ValueForm.DateTimeOffset or ValueForm.TimestampOfDateTimeOffset => $"{Names.MemberJsonWriter}.WriteDateTimeOffset(writer, {expression})",
        ValueForm.DateOnly => $"{Names.MemberJsonWriter}.WriteDate(writer, {expression})",
        ValueForm.TimeOnly => $"{Names.MemberJsonWriter}.WriteTimeOnly(writer, {expression})",
        ValueForm.TimeSpan => $"{Names.MemberJsonWriter}.WriteTimeSpan(writer, {expression})",
        ValueForm.Bytes => $"{Names.MemberJsonWriter}.WriteBytes(writer, {expression})",
        ValueForm.EnumName => $"writer.WriteStringValue({EnumEmitter.ClassName}.NameOf({expression}))",
        ValueForm.EnumOfUInt64 => $"writer.WriteNumberValue((ulong){expression})",
        >= ValueForm.EnumOfSByte and <= ValueForm.EnumOfInt64 => $"writer.WriteNumberValue((long){expression})",
        ValueForm.Json => $"{Names.JsonSerializer}.Serialize(writer, {expression}, {types.FieldOf(value)})",
        _ => $"writer.WriteNumberValue({expression})",
    };

    /// <summary>The expression that reads a value.</summary>
    public static string Read(ValueModel value, string member, JsonTypes types) => value.Form switch
    {
        ValueForm.Boolean => Call("ReadBoolean", member),
        ValueForm.Text => Call("ReadText", member),
        ValueForm.Single => Call("ReadSingle", member),
        ValueForm.Double => Call("ReadDouble", member),
        ValueForm.Decimal => Call("ReadDecimal", member),
        ValueForm.Guid => Call("ReadGuid", member),
        ValueForm.DateTime or ValueForm.TimestampOfDateTime => Call("ReadDateTime", member),
        ValueForm.DateTimeOffset or ValueForm.TimestampOfDateTimeOffset => Call("ReadDateTimeOffset", member),
        ValueForm.DateOnly => Call("ReadDate", member),
        ValueForm.TimeOnly => Call("ReadTimeOnly", member),
        ValueForm.TimeSpan => Call("ReadTimeSpan", member),
        ValueForm.Bytes => Call("ReadBytes", member),
        ValueForm.EnumName => Call($"ReadParsed<{value.Core}>", member, EnumEmitter.ClassName + ".TryParse"),
        ValueForm.EnumOfSByte => ToEnum(value, "sbyte", member),
        ValueForm.EnumOfByte => ToEnum(value, "byte", member),
        ValueForm.EnumOfInt16 => ToEnum(value, "short", member),
        ValueForm.EnumOfUInt16 => ToEnum(value, "ushort", member),
        ValueForm.EnumOfInt32 => ToEnum(value, "int", member),
        ValueForm.EnumOfUInt32 => ToEnum(value, "uint", member),
        ValueForm.EnumOfInt64 => ToEnum(value, "long", member),
        ValueForm.EnumOfUInt64 => ToEnum(value, "ulong", member),
        ValueForm.Json => Call("ReadJson", member, types.FieldOf(value)),
        _ => Call($"ReadInteger<{value.Core}>", member),
    };

    /// <summary>Whether the writer takes null by itself.</summary>
    public static bool TakesNull(ValueForm form) => form is ValueForm.Text or ValueForm.Bytes;

    private static string ToEnum(ValueModel value, string number, string member) => $"({value.Core}){Call($"ReadInteger<{number}>", member)}";

    private static string Call(string method, string member, string? more = null) =>
        $"{Names.MemberJsonReader}.{method}(ref reader, {ColumnValues.Quote(member)}{(more is null ? "" : ", " + more)})";
}
