using System.Globalization;
using System.Text;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Turns the values of .NET into those that SQLite stores. Each method throws <see cref="UnstorableValueException"/> for a value that would not come back.</summary>
internal sealed class SqliteColumnWriter(ValueBuffer buffer) : ColumnWriter
{
    private const int MaxGuidLength = 36;
    private const int UInt64Length = 20;
    private const int MaxDecimalLength = 31;
    private const int DateLength = 10;

    // Throws for halves of surrogate pairs, which UTF-8 cannot express and which would come back as U+FFFD.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override void WriteNull() => buffer.AddNull();

    public override void WriteBoolean(bool value) => buffer.Add(value ? 1L : 0L);

    public override void WriteInt32(int value) => buffer.Add((long)value);

    public override void WriteInt64(long value) => buffer.Add(value);

    // SQLite's integers have a sign. Text of one length sorts like the number.
    public override void WriteUInt64(ulong value)
    {
        value.TryFormat(buffer.Reserve(UInt64Length), out int length, "D20", CultureInfo.InvariantCulture);
        buffer.Commit(ValueType.Text, length);
    }

    public override void WriteSingle(float value) => WriteDouble(value);

    public override void WriteDouble(double value) => buffer.Add(double.IsNaN(value)
        ? throw new UnstorableValueException("is NaN, which SQLite stores as NULL. Use null for what is no number, or store it as text.")
        : value);

    public override void WriteDecimal(decimal value)
    {
        value.TryFormat(buffer.Reserve(MaxDecimalLength), out int length, default, CultureInfo.InvariantCulture);
        buffer.Commit(ValueType.Text, length);
    }

    public override void WriteText(string? value)
    {
        if (value is null)
        {
            buffer.AddNull();
            return;
        }

        try
        {
            int length = Strict.GetBytes(value, buffer.Reserve(Strict.GetByteCount(value)));
            buffer.Commit(ValueType.Text, length);
        }
        catch (EncoderFallbackException exception)
        {
            throw Texts.HasHalf(exception.Index, exception);
        }
    }

    public override void WriteGuid(Guid value)
    {
        value.TryFormat(buffer.Reserve(MaxGuidLength), out int length);
        buffer.Commit(ValueType.Text, length);
    }

    public override void WriteDate(DateOnly value)
    {
        value.TryFormat(buffer.Reserve(DateLength), out int length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        buffer.Commit(ValueType.Text, length);
    }

    public override void WriteTimestamp(DateTimeOffset value)
    {
        Moments.Write(value.UtcDateTime, buffer.Reserve(Moments.Length));
        buffer.Commit(ValueType.Text, Moments.Length);
    }

    public override void WriteBytes(byte[]? value)
    {
        if (value is null)
        {
            buffer.AddNull();
        }
        else
        {
            buffer.Add(ValueType.Blob, value);
        }
    }

    public override void WriteJson(string json) => WriteText(json);
}
