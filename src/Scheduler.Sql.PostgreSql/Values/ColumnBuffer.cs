using GeneratedScheduler.Storage;
using Npgsql;
using NpgsqlTypes;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>The values of one column of input, to be sent as one array; or one value, to be sent as it is.</summary>
internal abstract class ColumnBuffer
{
    public abstract void AddNull();

    /// <summary>What was added, as an array.</summary>
    public abstract NpgsqlParameter ToArrayParameter();

    /// <summary>The only value that was added.</summary>
    public abstract NpgsqlParameter ToParameter();

    public static ColumnBuffer For(ColumnKind kind, int rows) => kind switch
    {
        ColumnKind.Boolean => new ValueBuffer<bool>(NpgsqlDbType.Boolean, rows),
        ColumnKind.Int32 => new ValueBuffer<int>(NpgsqlDbType.Integer, rows),
        ColumnKind.Int64 => new ValueBuffer<long>(NpgsqlDbType.Bigint, rows),
        ColumnKind.UInt64 or ColumnKind.Decimal => new ValueBuffer<decimal>(NpgsqlDbType.Numeric, rows),
        ColumnKind.Single => new ValueBuffer<float>(NpgsqlDbType.Real, rows),
        ColumnKind.Double => new ValueBuffer<double>(NpgsqlDbType.Double, rows),
        ColumnKind.Guid => new ValueBuffer<Guid>(NpgsqlDbType.Uuid, rows),
        ColumnKind.Date => new ValueBuffer<DateOnly>(NpgsqlDbType.Date, rows),
        ColumnKind.Timestamp => new ValueBuffer<DateTime>(NpgsqlDbType.TimestampTz, rows),
        ColumnKind.Bytes => new ReferenceBuffer<byte[]>(NpgsqlDbType.Bytea, rows),
        _ => new ReferenceBuffer<string>(NpgsqlDbType.Text, rows),
    };
}

/// <summary>Values that are structs. The array is one of nullables only if there is a null, which is rare and costs a copy.</summary>
internal sealed class ValueBuffer<T>(NpgsqlDbType type, int rows) : ColumnBuffer where T : struct
{
    private readonly T[] _values = new T[rows];
    private bool[]? _isNull;
    private int _count;

    public void Add(T value) => _values[_count++] = value;

    public override void AddNull() => (_isNull ??= new bool[_values.Length])[_count++] = true;

    public override NpgsqlParameter ToArrayParameter()
    {
        if (_isNull is null)
        {
            return new NpgsqlParameter<T[]> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type };
        }

        T?[] values = new T?[_values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _isNull[i] ? null : _values[i];
        }

        return new NpgsqlParameter<T?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    public override NpgsqlParameter ToParameter() => _isNull is null
        ? new NpgsqlParameter<T> { TypedValue = _values[0], NpgsqlDbType = type }
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type };
}

/// <summary>Values that are objects.</summary>
internal sealed class ReferenceBuffer<T>(NpgsqlDbType type, int rows) : ColumnBuffer where T : class
{
    private readonly T?[] _values = new T?[rows];
    private int _count;

    public void Add(T? value) => _values[_count++] = value;

    public override void AddNull() => _values[_count++] = null;

    public override NpgsqlParameter ToArrayParameter() =>
        new NpgsqlParameter<T?[]> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public override NpgsqlParameter ToParameter() => _values[0] is { } value
        ? new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type }
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type };
}
