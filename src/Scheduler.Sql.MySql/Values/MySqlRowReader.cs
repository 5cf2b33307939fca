using System.Globalization;
using System.Text;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Reads rows straight from the connector.</summary>
internal sealed class MySqlRowReader(MySqlDataReader reader) : SqlRowReader
{
    public override bool IsNull(int ordinal) => reader.IsDBNull(Offset + ordinal);

    public override bool GetBoolean(int ordinal) => reader.GetInt64(Place(ordinal)) != 0;

    public override int GetInt32(int ordinal) => reader.GetInt32(Place(ordinal));

    public override long GetInt64(int ordinal) => reader.GetInt64(Place(ordinal));

    public override ulong GetUInt64(int ordinal) => reader.GetUInt64(Place(ordinal));

    public override float GetSingle(int ordinal) => (float)reader.GetDouble(Place(ordinal));

    public override double GetDouble(int ordinal) => reader.GetDouble(Place(ordinal));

    public override decimal GetDecimal(int ordinal) => reader.GetValue(Place(ordinal)) switch
    {
        decimal number => number,
        // All digits, also zeros at the end; or more digits than a decimal has.
        object text => decimal.TryParse(text.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw Unreadable(ordinal, $"is '{text}', which is no decimal number."),
    };

    // Keys are kept as bytes, so that they compare as they are.
    public override string GetText(int ordinal) => reader.GetValue(Place(ordinal)) switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        object text => (string)text,
    };

    public override Guid GetGuid(int ordinal) => reader.GetGuid(Place(ordinal));

    public override DateOnly GetDate(int ordinal) => reader.GetDateOnly(Place(ordinal));

    // Whatever the connection string makes of moments (AllowZeroDateTime, DateTimeKind), this is the one that is stored.
    public override DateTimeOffset GetTimestamp(int ordinal) => new(DateTime.SpecifyKind(reader.GetDateTime(Place(ordinal)), DateTimeKind.Utc));

    public override byte[] GetBytes(int ordinal) => reader.GetFieldValue<byte[]>(Place(ordinal));

    public override string GetJson(int ordinal) => reader.GetString(Place(ordinal));

    private int Place(int ordinal) => reader.IsDBNull(Offset + ordinal) ? throw Missing(ordinal) : Offset + ordinal;
}
