using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Storage;

/// <content>Values of each type.</content>
public static partial class MemberJsonReader
{
    /// <summary>Reads true or false.</summary>
    public static bool ReadBoolean(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw NotA("true or false", ref reader, member),
        };
    }

    /// <summary>Reads a whole number that its type can hold.</summary>
    public static T ReadInteger<T>(ref Utf8JsonReader reader, string member)
        where T : struct, IBinaryInteger<T>
    {
        MoveToValue(ref reader, member);
        try
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number))
            {
                return T.CreateChecked(number);
            }

            if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong large))
            {
                return T.CreateChecked(large);
            }
        }
        catch (OverflowException)
        {
            // The message is the same as for a number that is not whole.
        }

        throw NotA(typeof(T).Name, ref reader, member);
    }

    /// <summary>Reads a number, or <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.</summary>
    public static double ReadDouble(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value)
            ? value
            : ReadNotFinite(ref reader) ?? throw NotA("a number", ref reader, member);
    }

    /// <summary>Reads a number, or <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.</summary>
    public static float ReadSingle(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out float value)
            ? value
            : (float)(ReadNotFinite(ref reader) ?? throw NotA("a number", ref reader, member));
    }

    /// <summary>Reads a number with all of its digits.</summary>
    public static decimal ReadDecimal(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal value)
            ? value
            : throw NotA("a decimal number", ref reader, member);
    }

    /// <summary>Reads a text.</summary>
    public static string ReadText(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        if (reader.TokenType != JsonTokenType.String)
        {
            throw NotA("a text", ref reader, member);
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new UnreadableMemberException(member, "is a text that is no valid UTF-8.", exception);
        }
    }

    /// <summary>Reads a value from its text.</summary>
    public static T ReadParsed<T>(ref Utf8JsonReader reader, string member, TextParser<T> parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return parser(ReadText(ref reader, member), out T? value) ? value : throw NotA(typeof(T).Name, ref reader, member);
    }

    /// <summary>Reads a <see cref="Guid"/>.</summary>
    public static Guid ReadGuid(ref Utf8JsonReader reader, string member) => ReadParsed<Guid>(ref reader, member, static (string text, out Guid value) =>
        Guid.TryParseExact(text, "D", out value));

    /// <summary>Reads a moment with its kind.</summary>
    public static DateTime ReadDateTime(ref Utf8JsonReader reader, string member) => ReadParsed<DateTime>(ref reader, member, DateTimeText.TryParse);

    /// <summary>Reads a moment with its offset.</summary>
    public static DateTimeOffset ReadDateTimeOffset(ref Utf8JsonReader reader, string member) => ReadParsed<DateTimeOffset>(ref reader, member, static (string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value));

    /// <summary>Reads a date.</summary>
    public static DateOnly ReadDate(ref Utf8JsonReader reader, string member) => ReadParsed<DateOnly>(ref reader, member, static (string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    /// <summary>Reads a time of day.</summary>
    public static TimeOnly ReadTimeOnly(ref Utf8JsonReader reader, string member) => ReadParsed<TimeOnly>(ref reader, member, static (string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    /// <summary>Reads a duration.</summary>
    public static TimeSpan ReadTimeSpan(ref Utf8JsonReader reader, string member) => ReadParsed<TimeSpan>(ref reader, member, static (string text, out TimeSpan value) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value));

    /// <summary>Reads bytes in base 64.</summary>
    public static byte[] ReadBytes(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? value)
            ? value
            : throw NotA("bytes in base 64", ref reader, member);
    }

    /// <summary>Reads a value through the application's serializer context.</summary>
    public static T ReadJson<T>(ref Utf8JsonReader reader, string member, JsonTypeInfo<T> type)
    {
        MoveToValue(ref reader, member);
        T? value;
        try
        {
            value = JsonSerializer.Deserialize(ref reader, type);
        }
        catch (Exception exception)
        {
            // Constructors, setters and converters of the application's throw whatever they like.
            throw new UnreadableMemberException(member, $"cannot be read as {typeof(T)}: {ExceptionText.MessageOf(exception)}", exception);
        }

        return value ?? throw new UnreadableMemberException(member, "is the JSON value null, which it cannot be.");
    }

    private static double? ReadNotFinite(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? null
        : reader.ValueTextEquals("NaN"u8) ? double.NaN
        : reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
        : reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
        : null;
}
