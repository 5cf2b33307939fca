using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Persistence;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes rows of input into a table that a statement joins: one SELECT for each row, joined by UNION ALL.</summary>
/// <remarks>Numbers become part of the text (64 bits without a sign as a quoted one); everything else is a parameter.</remarks>
internal sealed class MySqlColumnWriter : ColumnWriter
{
    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly MySqlCommand _command;
    private readonly StringBuilder _sql;
    private int _column;
    private bool _isFirst;
    private string _separator = ", ";

    private MySqlColumnWriter(ImmutableArray<SqlInput> inputs, MySqlCommand command, StringBuilder sql) =>
        (_inputs, _command, _sql) = (inputs, command, sql);

    /// <summary>How many rows there were in each state, by the input of that name.</summary>
    public int[] States { get; } = new int[MySqlSchema.CountColumns.Length];

    /// <summary>The ids, by the input of that name.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>Appends <c>(SELECT … UNION ALL SELECT …) AS b</c>, with a column <c>nr</c> that counts the rows.</summary>
    public static MySqlColumnWriter AppendRows(StringBuilder sql, MySqlCommand command, ImmutableArray<SqlInput> inputs, IRowSource rows)
    {
        MySqlColumnWriter writer = new(inputs, command, sql);
        sql.Append('(');
        for (int i = 0; i < rows.Count; i++)
        {
            sql.Append(i == 0 ? "SELECT " : " UNION ALL SELECT ");
            (writer._column, writer._isFirst) = (0, i == 0);
            rows.Write(i, writer);
            sql.Append(CultureInfo.InvariantCulture, $"{i}").Append(i == 0 ? " AS nr" : "");
        }

        sql.Append(") AS b");
        return writer;
    }

    /// <summary>Writes the only row of parameters, and says what stands for each.</summary>
    public static string[] Values(MySqlCommand command, ImmutableArray<SqlInput> inputs, IRowSource row)
    {
        StringBuilder sql = new();
        MySqlColumnWriter writer = new(inputs, command, sql) { _separator = "\u0001" };
        row.Write(0, writer);
        return sql.ToString().Split('\u0001')[..^1];
    }

    public override void WriteNull() => Append("NULL");

    public override void WriteBoolean(bool value) => Append(value ? "1" : "0");

    public override void WriteInt32(int value)
    {
        if (_inputs[_column].Name == "state" && value >= 0 && value < States.Length)
        {
            States[value]++;
        }

        Append(value.ToString(CultureInfo.InvariantCulture));
    }

    public override void WriteInt64(long value) => Append(value.ToString(CultureInfo.InvariantCulture));

    // MariaDB takes a number of ten digits for one of 32 bits, and everything above for 4294967295, when it makes a table of the rows.
    public override void WriteUInt64(ulong value) => Append($"'{value.ToString("D20", CultureInfo.InvariantCulture)}'");

    public override void WriteSingle(float value) => WriteDouble(value);

    // With an exponent a literal is a double; without one it is a decimal number or a whole one, and would have to become a double again.
    public override void WriteDouble(double value) => Append(double.IsFinite(value)
        ? value.ToString("E16", CultureInfo.InvariantCulture)
        : throw new UnstorableValueException(FormattableString.Invariant($"is {value}, which MySQL cannot store. Use null for what is no number.")));

    public override void WriteDecimal(decimal value) => Send(value.ToString(CultureInfo.InvariantCulture));

    public override void WriteText(string? value) => Send(Texts.Whole(value));

    public override void WriteGuid(Guid value)
    {
        if (_inputs[_column].Name == "id")
        {
            Ids.Add(value);
        }

        Send(value.ToString("D"));
    }

    public override void WriteDate(DateOnly value) => Send(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    // As text, because a parameter of type DateTime would be cut or turned by settings of the connection.
    public override void WriteTimestamp(DateTimeOffset value) =>
        Send(value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    public override void WriteBytes(byte[]? value) => Send(value);

    public override void WriteJson(string json) => Send(json);

    private void Send(object? value)
    {
        if (value is null)
        {
            Append("NULL");
            return;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"@v{_command.Parameters.Count}");
        _command.Parameters.AddWithValue(name, value);
        Append(name);
    }

    private void Append(string value)
    {
        SqlInput input = _inputs[_column++];
        _sql.Append(MySqlDialect.Typed(value, input.Kind));
        if (_isFirst)
        {
            _sql.Append(" AS `").Append(input.Name.Replace("`", "``", StringComparison.Ordinal)).Append('`');
        }

        _sql.Append(_separator);
    }
}
