using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Gathers rows column by column, because PostgreSQL takes a whole column as one array.</summary>
internal sealed class PostgreSqlColumnWriter : ColumnWriter
{
    private readonly ColumnBuffer[] _columns;
    private int _next;

    private PostgreSqlColumnWriter(ImmutableArray<SqlInput> inputs, int rows)
    {
        _columns = new ColumnBuffer[inputs.Length];
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = ColumnBuffer.For(inputs[i].Kind, rows);
        }
    }

    /// <summary>Adds the rows of a call to a command, one array for each column.</summary>
    public static void AddRows(NpgsqlParameterCollection parameters, ImmutableArray<SqlInput> inputs, IRowSource rows)
    {
        foreach (ColumnBuffer column in Gather(inputs, rows))
        {
            parameters.Add(column.ToArrayParameter());
        }
    }

    /// <summary>Adds the parameters of a call to a command.</summary>
    public static void AddParameters(NpgsqlParameterCollection parameters, ImmutableArray<SqlInput> inputs, IRowSource row)
    {
        foreach (ColumnBuffer column in Gather(inputs, row))
        {
            parameters.Add(column.ToParameter());
        }
    }

    public override void WriteNull() => Next().AddNull();

    public override void WriteBoolean(bool value) => ((ValueBuffer<bool>)Next()).Add(value);

    public override void WriteInt32(int value) => ((ValueBuffer<int>)Next()).Add(value);

    public override void WriteInt64(long value) => ((ValueBuffer<long>)Next()).Add(value);

    public override void WriteUInt64(ulong value) => ((ValueBuffer<decimal>)Next()).Add(value);

    public override void WriteSingle(float value) => ((ValueBuffer<float>)Next()).Add(value);

    public override void WriteDouble(double value) => ((ValueBuffer<double>)Next()).Add(value);

    public override void WriteDecimal(decimal value) => ((ValueBuffer<decimal>)Next()).Add(value);

    public override void WriteText(string? value)
    {
        if (value is not null && value.Contains('\0', StringComparison.Ordinal))
        {
            throw new UnstorableValueException("has the character U+0000, which PostgreSQL cannot store. Take it out, or store the text as byte[].");
        }

        ((ReferenceBuffer<string>)Next()).Add(Texts.Whole(value));
    }

    public override void WriteGuid(Guid value) => ((ValueBuffer<Guid>)Next()).Add(value);

    public override void WriteDate(DateOnly value) => ((ValueBuffer<DateOnly>)Next()).Add(value);

    public override void WriteTimestamp(DateTimeOffset value) => ((ValueBuffer<DateTime>)Next()).Add(value.UtcDateTime);

    public override void WriteBytes(byte[]? value) => ((ReferenceBuffer<byte[]>)Next()).Add(value);

    public override void WriteJson(string json) => ((ReferenceBuffer<string>)Next()).Add(json);

    private static ColumnBuffer[] Gather(ImmutableArray<SqlInput> inputs, IRowSource rows)
    {
        PostgreSqlColumnWriter writer = new(inputs, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            writer._next = 0;
            rows.Write(i, writer);
        }

        return writer._columns;
    }

    private ColumnBuffer Next() => _columns[_next++];
}
