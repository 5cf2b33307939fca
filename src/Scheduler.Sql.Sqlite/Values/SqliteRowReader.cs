using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Reads the rows of an answer one after the other.</summary>
internal sealed class SqliteRowReader : SqlRowReader
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Place[] _places;
    private int _next;

    /// <summary>Stands before the first row.</summary>
    public SqliteRowReader(ReadOnlyMemory<byte> bytes, int columns) => (_bytes, _places) = (bytes, new Place[columns]);

    /// <summary>Goes to the next row, which must be there.</summary>
    public void MoveNext()
    {
        Offset = 0;
        Columns = [];
        ReadOnlySpan<byte> bytes = _bytes.Span;
        ValueCursor cursor = new(bytes[_next..]);
        for (int i = 0; i < _places.Length; i++)
        {
            ValueType type = cursor.Next(out ReadOnlySpan<byte> content);
            // A content ends where the next value begins.
            _places[i] = new(type, bytes.Length - cursor.Remaining - content.Length, content.Length);
        }

        _next = bytes.Length - cursor.Remaining;
    }

    public override bool IsNull(int ordinal) => At(ordinal).Type == ValueType.Null;

    public override bool GetBoolean(int ordinal) => GetInt64(ordinal) != 0;

    public override int GetInt32(int ordinal) => Narrow<int>(ordinal, GetInt64(ordinal));

    public override long GetInt64(int ordinal) => BinaryPrimitives.ReadInt64LittleEndian(Content(ordinal, ValueType.Integer, "a whole number"));

    public override ulong GetUInt64(int ordinal) =>
        ulong.TryParse(Content(ordinal, ValueType.Text, "text"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw NotOf(ordinal, "a number without a sign that is below 2 to the power of 64");

    public override float GetSingle(int ordinal) => (float)GetDouble(ordinal);

    // A column that is REAL answers with a real number only, whatever was typed in.
    public override double GetDouble(int ordinal) => BinaryPrimitives.ReadDoubleLittleEndian(Content(ordinal, ValueType.Real, "a number"));

    public override decimal GetDecimal(int ordinal) =>
        decimal.TryParse(Content(ordinal, ValueType.Text, "text"), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw NotOf(ordinal, "a decimal number");

    public override string GetText(int ordinal) => Encoding.UTF8.GetString(Content(ordinal, ValueType.Text, "text"));

    public override Guid GetGuid(int ordinal) =>
        Guid.TryParse(Content(ordinal, ValueType.Text, "text"), out Guid value) ? value : throw NotOf(ordinal, "a Guid");

    public override DateOnly GetDate(int ordinal) =>
        DateOnly.TryParseExact(GetText(ordinal), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value)
            ? value
            : throw NotOf(ordinal, "a date such as 2026-03-01");

    public override DateTimeOffset GetTimestamp(int ordinal) =>
        Moments.TryRead(Content(ordinal, ValueType.Text, "text"), out DateTimeOffset value)
            ? value
            : throw NotOf(ordinal, "a moment such as 2026-03-01 12:00:00.000000");

    public override byte[] GetBytes(int ordinal) => Content(ordinal, ValueType.Blob, "bytes").ToArray();

    public override string GetJson(int ordinal) => GetText(ordinal);

    private ref readonly Place At(int ordinal) => ref _places[Offset + ordinal];

    private ReadOnlySpan<byte> Content(int ordinal, ValueType wanted, string expected)
    {
        ref readonly Place place = ref At(ordinal);
        if (place.Type == wanted)
        {
            return _bytes.Span.Slice(place.Start, place.Length);
        }

        throw place.Type == ValueType.Null ? Missing(ordinal) : Unreadable(ordinal, $"is stored as {place.Type}, and should be {expected}.");
    }

    private UnreadableMemberException NotOf(int ordinal, string expected) =>
        Unreadable(ordinal, $"is '{GetText(ordinal)}', which is not {expected}.");

    private readonly record struct Place(ValueType Type, int Start, int Length);
}
