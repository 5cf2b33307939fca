using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Persistence;

/// <summary>
/// Reads the members of a JSON object, and says of a value that is not one of its member which member that is. Called by emitted codecs.
/// </summary>
/// <remarks>
/// Each method that reads a value takes a reader that stands on the value, or right before it. All throw
/// <see cref="UnreadableMemberException"/>, never an exception of <see cref="Utf8JsonReader"/>.
/// </remarks>
public static class MemberJsonReader
{
    // What JSON itself calls the whole of a document.
    private const string Document = "$";

    /// <summary>Enters an object.</summary>
    public static void ReadStart(ref Utf8JsonReader reader)
    {
        MoveToValue(ref reader, Document);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw NotA("an object", ref reader, Document);
        }
    }

    /// <summary>Moves to the name of the next member.</summary>
    /// <returns>Whether there is one; if not, the reader stands on the end of the object.</returns>
    public static bool ReadName(ref Utf8JsonReader reader)
    {
        Move(ref reader, Document);
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Passes over a value.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            Move(ref reader, Document);
        }

        try
        {
            if (reader.TrySkip())
            {
                return;
            }
        }
        catch (JsonException exception)
        {
            throw NoJson(Document, exception);
        }

        throw Incomplete(Document);
    }

    /// <summary>Whether the value is null.</summary>
    public static bool IsNull(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.Null;
    }

    /// <summary>What to throw for a member that is missing.</summary>
    public static UnreadableMemberException Missing(string member) =>
        new(member, "is missing and has no default. What was stored may be older than the member: give the member a default.");

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
    public static DateTime ReadDateTime(ref Utf8JsonReader reader, string member) => ReadParsed<DateTime>(ref reader, member, static (string text, out DateTime value) =>
        DateTime.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value));

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
        try
        {
            return JsonSerializer.Deserialize(ref reader, type) ?? throw new UnreadableMemberException(member, "is the JSON value null, which it cannot be.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new UnreadableMemberException(member, $"is no JSON of {typeof(T)}: {exception.Message}", exception);
        }
    }

    private static double? ReadNotFinite(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? null
        : reader.ValueTextEquals("NaN"u8) ? double.NaN
        : reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
        : reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
        : null;

    private static void MoveToValue(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
        {
            Move(ref reader, member);
        }
    }

    private static void Move(ref Utf8JsonReader reader, string member)
    {
        try
        {
            if (reader.Read())
            {
                return;
            }
        }
        catch (JsonException exception)
        {
            throw NoJson(member, exception);
        }

        throw Incomplete(member);
    }

    private static UnreadableMemberException Incomplete(string member) => new(member, "ends in the middle.");

    private static UnreadableMemberException NotA(string what, ref Utf8JsonReader reader, string member) =>
        new(member, $"is a JSON {reader.TokenType}, which is not {what} that the member can hold.");

    private static UnreadableMemberException NoJson(string member, JsonException exception) =>
        new(member, $"is no JSON: {exception.Message}", exception);
}
