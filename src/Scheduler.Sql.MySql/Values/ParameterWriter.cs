using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Adds one row of values to the parameters of a command.</summary>
internal sealed class ParameterWriter : ColumnWriter
{
    private readonly MySqlParameterCollection _parameters;
    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly string _prefix;
    private int _column;

    private ParameterWriter(MySqlParameterCollection parameters, ImmutableArray<SqlInput> inputs, string prefix) =>
        (_parameters, _inputs, _prefix) = (parameters, inputs, prefix);

    /// <summary>Adds the values of a call, as <c>@p_name</c>.</summary>
    public static void Add(MySqlCommand command, SqlCall call)
    {
        if (call.Parameters is { } row)
        {
            Add(command, call.Statement.Parameters, row, 0, "@p_");
        }
    }

    /// <summary>Adds a row, each value under its prefix and name.</summary>
    public static void Add(MySqlCommand command, ImmutableArray<SqlInput> inputs, IRowSource rows, int row, string prefix) =>
        rows.Write(row, new ParameterWriter(command.Parameters, inputs, prefix));

    public override void WriteNull() => Send(null);

    public override void WriteBoolean(bool value) => Send(value ? 1 : 0);

    public override void WriteInt32(int value) => Send(value);

    public override void WriteInt64(long value) => Send(value);

    public override void WriteUInt64(ulong value) => Send(value);

    public override void WriteSingle(float value) => WriteDouble(value);

    public override void WriteDouble(double value) => Send(MySqlValues.Finite(value));

    public override void WriteDecimal(decimal value) => Send(MySqlValues.Text(value));

    public override void WriteText(string? value) => Send(Texts.Whole(value));

    public override void WriteGuid(Guid value) => Send(value.ToString("D"));

    public override void WriteDate(DateOnly value) => Send(MySqlValues.Text(value));

    public override void WriteTimestamp(DateTimeOffset value) => Send(MySqlValues.Text(value));

    public override void WriteBytes(byte[]? value) => Send(value);

    public override void WriteJson(string json) => Send(json);

    private void Send(object? value) => _parameters.AddWithValue(_prefix + _inputs[_column++].Name, value);
}
