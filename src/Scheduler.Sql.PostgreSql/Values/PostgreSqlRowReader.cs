using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Reads rows straight from Npgsql.</summary>
internal sealed class PostgreSqlRowReader(NpgsqlDataReader reader) : SqlRowReader
{
    public override bool IsNull(int ordinal) => reader.IsDBNull(Offset + ordinal);

    public override bool GetBoolean(int ordinal) => reader.GetBoolean(Place(ordinal));

    public override int GetInt32(int ordinal) => reader.GetInt32(Place(ordinal));

    public override long GetInt64(int ordinal) => reader.GetInt64(Place(ordinal));

    public override ulong GetUInt64(int ordinal)
    {
        decimal value = GetDecimal(ordinal);
        return value is >= 0 and <= ulong.MaxValue ? (ulong)value : throw Unreadable(ordinal, $"is {value}, which is no UInt64.");
    }

    public override float GetSingle(int ordinal) => reader.GetFloat(Place(ordinal));

    public override double GetDouble(int ordinal) => reader.GetDouble(Place(ordinal));

    public override decimal GetDecimal(int ordinal)
    {
        try
        {
            return reader.GetDecimal(Place(ordinal));
        }
        catch (OverflowException exception)
        {
            throw Unreadable(ordinal, "has more digits than a decimal can hold.", exception);
        }
    }

    public override string GetText(int ordinal) => reader.GetString(Place(ordinal));

    public override Guid GetGuid(int ordinal) => reader.GetGuid(Place(ordinal));

    public override DateOnly GetDate(int ordinal) => reader.GetFieldValue<DateOnly>(Place(ordinal));

    // Infinity, which the first and the last moment are stored as, comes without its kind and would count as local. Local ones come where the application
    // has set Npgsql.EnableLegacyTimestampBehavior.
    public override DateTimeOffset GetTimestamp(int ordinal)
    {
        DateTime moment = reader.GetDateTime(Place(ordinal));
        return new(moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : DateTime.SpecifyKind(moment, DateTimeKind.Utc));
    }

    public override byte[] GetBytes(int ordinal) => reader.GetFieldValue<byte[]>(Place(ordinal));

    public override string GetJson(int ordinal) => reader.GetString(Place(ordinal));

    private int Place(int ordinal) => reader.IsDBNull(Offset + ordinal) ? throw Missing(ordinal) : Offset + ordinal;
}
