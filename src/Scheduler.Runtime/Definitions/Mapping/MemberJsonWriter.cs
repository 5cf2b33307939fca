using System.Text.Json;

namespace GeneratedScheduler.Storage;

/// <summary>
/// Writes what <see cref="Utf8JsonWriter"/> does not write by itself, or not so that it can be read again. Called by emitted codecs;
/// <see cref="MemberJsonReader"/> is its counterpart.
/// </summary>
public static class MemberJsonWriter
{
    // "-10675199.02:48:05.4775808" and "9999-12-31T23:59:59.9999999+14:00" are the longest.
    private const int MaxFormatted = 64;

    /// <summary>Writes a text; <see langword="null"/> is written as such.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The text.</param>
    /// <param name="task">The kind of task, for the message.</param>
    /// <param name="member">The member as declared, for the message.</param>
    /// <exception cref="InvalidTaskException">
    /// The text has half of a surrogate pair without the other half. JSON is UTF-8, which has no form for that: another text would come back.
    /// </exception>
    public static void WriteText(Utf8JsonWriter writer, string? value, string task, string member)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is not null && HasLoneSurrogate(value))
        {
            throw new InvalidTaskException(task, member, "has half of a surrogate pair without the other half, which UTF-8 cannot hold.");
        }

        writer.WriteStringValue(value);
    }

    /// <summary>Writes bytes in base 64; <see langword="null"/> is written as such.</summary>
    public static void WriteBytes(Utf8JsonWriter writer, byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteBase64StringValue(value);
        }
    }

    /// <summary>Writes a number; what JSON has no number for is written as <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            WriteNotFinite(writer, value);
        }
    }

    /// <summary>Writes a number; what JSON has no number for is written as <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, float value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            WriteNotFinite(writer, value);
        }
    }

    /// <summary>Writes a moment with its kind.</summary>
    public static void WriteDateTime(Utf8JsonWriter writer, DateTime value) => WriteFormatted(writer, value, "O");

    /// <summary>Writes a moment with its offset.</summary>
    public static void WriteDateTimeOffset(Utf8JsonWriter writer, DateTimeOffset value) => WriteFormatted(writer, value, "O");

    /// <summary>Writes a date.</summary>
    public static void WriteDate(Utf8JsonWriter writer, DateOnly value) => WriteFormatted(writer, value, "O");

    /// <summary>Writes a time of day.</summary>
    public static void WriteTimeOnly(Utf8JsonWriter writer, TimeOnly value) => WriteFormatted(writer, value, "O");

    /// <summary>Writes a duration, such as <c>"1.02:03:04.5000000"</c>.</summary>
    public static void WriteTimeSpan(Utf8JsonWriter writer, TimeSpan value) => WriteFormatted(writer, value, "c");

    private static void WriteFormatted<T>(Utf8JsonWriter writer, T value, string format)
        where T : IUtf8SpanFormattable
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxFormatted];
        if (!value.TryFormat(text, out int length, format, provider: null))
        {
            throw new FormatException($"{typeof(T)} is longer than {MaxFormatted} bytes.");
        }

        writer.WriteStringValue(text[..length]);
    }

    private static void WriteNotFinite(Utf8JsonWriter writer, double value) => writer.WriteStringValue(
        double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);

    private static bool HasLoneSurrogate(string text)
    {
        int start = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = start; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
