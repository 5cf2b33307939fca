using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Storage;

/// <summary>Gives the values of the typed columns of one row, by ordinal. Each dialect has one; emitted mappers call it.</summary>
/// <remarks>
/// Not safe for concurrent use. Every reading member throws <see cref="UnreadableMemberException"/> for a column that is empty or
/// holds what the member cannot.
/// </remarks>
public abstract class ColumnReader
{
    /// <summary>Whether the column is empty.</summary>
    public abstract bool IsNull(int ordinal);

    /// <summary>Reads a column of the kind Boolean.</summary>
    public abstract bool GetBoolean(int ordinal);

    /// <summary>Reads a column of the kind Int32.</summary>
    public abstract int GetInt32(int ordinal);

    /// <summary>Reads a column of the kind Int64.</summary>
    public abstract long GetInt64(int ordinal);

    /// <summary>Reads a column of the kind UInt64.</summary>
    public abstract ulong GetUInt64(int ordinal);

    /// <summary>Reads a column of the kind Single.</summary>
    public abstract float GetSingle(int ordinal);

    /// <summary>Reads a column of the kind Double.</summary>
    public abstract double GetDouble(int ordinal);

    /// <summary>Reads a column of the kind Decimal.</summary>
    public abstract decimal GetDecimal(int ordinal);

    /// <summary>Reads a column of the kind Text.</summary>
    public abstract string GetText(int ordinal);

    /// <summary>Reads a column of the kind Guid.</summary>
    public abstract Guid GetGuid(int ordinal);

    /// <summary>Reads a column of the kind Date.</summary>
    public abstract DateOnly GetDate(int ordinal);

    /// <summary>Reads a column of the kind Timestamp; in UTC.</summary>
    public abstract DateTimeOffset GetTimestamp(int ordinal);

    /// <summary>Reads a column of the kind Bytes.</summary>
    public abstract byte[] GetBytes(int ordinal);

    /// <summary>Reads the text of a column of the kind Json.</summary>
    public abstract string GetJson(int ordinal);

    /// <summary>The member that a column belongs to, for messages.</summary>
    protected abstract string MemberAt(int ordinal);

    /// <summary>Reads a column of the kind Json through the application's serializer context.</summary>
    public T GetJson<T>(int ordinal, JsonTypeInfo<T> type)
    {
        string json = GetJson(ordinal);
        T? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type);
        }
        catch (Exception exception)
        {
            // Constructors, setters and converters of the application's throw whatever they like.
            throw Unreadable(ordinal, $"cannot be read as {typeof(T)}: {ExceptionText.MessageOf(exception)}", exception);
        }

        return value ?? throw Unreadable(ordinal, "is the JSON value null, which it cannot be.");
    }

    /// <summary>Reads a moment from text, with its kind.</summary>
    public DateTime GetDateTime(int ordinal) =>
        DateTimeText.TryParse(GetText(ordinal), out DateTime value)
            ? value
            : throw NotOf(ordinal, "a DateTime");

    /// <summary>Reads a moment from text, with its offset.</summary>
    public DateTimeOffset GetDateTimeOffset(int ordinal) =>
        DateTimeOffset.TryParseExact(GetText(ordinal), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset value)
            ? value
            : throw NotOf(ordinal, "a DateTimeOffset");

    /// <summary>Reads a time of day from text.</summary>
    public TimeOnly GetTimeOnly(int ordinal) =>
        TimeOnly.TryParseExact(GetText(ordinal), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly value)
            ? value
            : throw NotOf(ordinal, "a TimeOnly");

    /// <summary>Reads a duration from a number of ticks.</summary>
    public TimeSpan GetTimeSpan(int ordinal) => new(GetInt64(ordinal));

    /// <summary>What to throw for a value that the member cannot have.</summary>
    /// <param name="ordinal">The column.</param>
    /// <param name="problem">What is wrong, to be read after the member's name.</param>
    /// <param name="inner">What the attempt to read it ended with, if anything was thrown.</param>
    public UnreadableMemberException Unreadable(int ordinal, string problem, Exception? inner = null) => new(MemberAt(ordinal), problem, inner);

    /// <summary>What to throw for a column that is empty although its member needs a value.</summary>
    public UnreadableMemberException Missing(int ordinal) => Unreadable(
        ordinal, "has no value in this row and no default. The row may be older than the member: give the member a default, or fill the column.");

    /// <summary>Narrows a number to what the member holds.</summary>
    /// <exception cref="UnreadableMemberException">The number is too large or too small.</exception>
    public T Narrow<T>(int ordinal, long value) where T : struct, System.Numerics.IBinaryInteger<T>
    {
        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException exception)
        {
            throw Unreadable(ordinal, $"is {value}, which is no {typeof(T).Name}.", exception);
        }
    }

    /// <summary>Narrows a number to what the member holds.</summary>
    /// <exception cref="UnreadableMemberException">The number is too large.</exception>
    public T Narrow<T>(int ordinal, ulong value) where T : struct, System.Numerics.IBinaryInteger<T>
    {
        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException exception)
        {
            throw Unreadable(ordinal, $"is {value}, which is no {typeof(T).Name}.", exception);
        }
    }

    /// <summary>Reads a value from its text, such as an enum by name.</summary>
    public T GetParsed<T>(int ordinal, TextParser<T> parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        string text = GetText(ordinal);
        return Parses(out T? value) ? value : throw Unreadable(ordinal, $"is '{text}', which is no {typeof(T).Name}.");

        bool Parses([MaybeNullWhen(false)] out T parsed)
        {
            try
            {
                return parser(text, out parsed);
            }
            catch (Exception exception)
            {
                throw Unreadable(ordinal, $"is '{text}', which cannot be read as {typeof(T)}: {ExceptionText.MessageOf(exception)}", exception);
            }
        }
    }

    private UnreadableMemberException NotOf(int ordinal, string type) =>
        Unreadable(ordinal, $"is '{GetText(ordinal)}', which is not {type} in the round-trip format \"O\".");
}
