using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Storage;

/// <summary>Takes the values of one row, column by column. Each dialect has one; emitted mappers call it.</summary>
/// <remarks>Not safe for concurrent use. Nothing is boxed on the way in.</remarks>
public abstract class ColumnWriter
{
    /// <summary>The next column is empty.</summary>
    public abstract void WriteNull();

    /// <summary>Writes a column of the kind Boolean.</summary>
    public abstract void WriteBoolean(bool value);

    /// <summary>Writes a column of the kind Int32.</summary>
    public abstract void WriteInt32(int value);

    /// <summary>Writes a column of the kind Int64.</summary>
    public abstract void WriteInt64(long value);

    /// <summary>Writes a column of the kind UInt64.</summary>
    public abstract void WriteUInt64(ulong value);

    /// <summary>Writes a column of the kind Single.</summary>
    public abstract void WriteSingle(float value);

    /// <summary>Writes a column of the kind Double.</summary>
    public abstract void WriteDouble(double value);

    /// <summary>Writes a column of the kind Decimal.</summary>
    public abstract void WriteDecimal(decimal value);

    /// <summary>Writes a column of the kind Text; <see langword="null"/> empties it.</summary>
    public abstract void WriteText(string? value);

    /// <summary>Writes a column of the kind Guid.</summary>
    public abstract void WriteGuid(Guid value);

    /// <summary>Writes a column of the kind Date.</summary>
    public abstract void WriteDate(DateOnly value);

    /// <summary>Writes a column of the kind Timestamp.</summary>
    public abstract void WriteTimestamp(DateTimeOffset value);

    /// <summary>Writes a column of the kind Bytes; <see langword="null"/> empties it.</summary>
    public abstract void WriteBytes(byte[]? value);

    /// <summary>Writes a column of the kind Json from its text.</summary>
    public abstract void WriteJson(string json);

    /// <summary>Writes a column of the kind Json through the application's serializer context; <see langword="null"/> empties it.</summary>
    public void WriteJson<T>(T? value, JsonTypeInfo<T> type)
    {
        if (value is null)
        {
            WriteNull();
        }
        else
        {
            WriteJson(JsonSerializer.Serialize(value, type));
        }
    }

    /// <summary>Writes a column of the kind Timestamp. A moment that does not say of which time zone it is counts as UTC.</summary>
    public void WriteTimestamp(DateTime value) => WriteTimestamp(
        new DateTimeOffset(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc)));

    /// <summary>Writes a moment as text, with its kind.</summary>
    public void WriteDateTime(DateTime value) => WriteText(value.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Writes a moment as text, with its offset.</summary>
    public void WriteDateTimeOffset(DateTimeOffset value) => WriteText(value.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Writes a time of day as text.</summary>
    public void WriteTimeOnly(TimeOnly value) => WriteText(value.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Writes a duration as a number of ticks.</summary>
    public void WriteTimeSpan(TimeSpan value) => WriteInt64(value.Ticks);
}
