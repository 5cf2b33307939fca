using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes values of rows of input into expressions, each of which has another value for each row of the table that was found.</summary>
/// <remarks>
/// <c>ELT(INTERVAL(t.task_seq, 7, 8, 11), 'a', 'b', 'c')</c> looks the row's number up among sorted ones by halves, and takes the value at its
/// place. An update that joins a table of values instead has to put all new values aside first, texts of any length on the disk.
/// </remarks>
internal sealed class RowLiterals : ColumnWriter
{
    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly ImmutableArray<bool> _isSent;
    private readonly MySqlParameterCollection _parameters;
    private readonly StringBuilder?[] _values;
    private readonly string _places;
    private int _column;

    /// <param name="inputs">What a row has.</param>
    /// <param name="isSent">Which of it the statement reads.</param>
    /// <param name="rows">The rows of input.</param>
    /// <param name="found">The rows of the table, in the order of their numbers.</param>
    /// <param name="command">Takes what is no number.</param>
    public RowLiterals(ImmutableArray<SqlInput> inputs, ImmutableArray<bool> isSent, IRowSource rows, List<FoundRow> found, MySqlCommand command)
    {
        (_inputs, _isSent, _parameters) = (inputs, isSent, command.Parameters);
        _values = [.. isSent.Select(static sent => sent ? new StringBuilder() : null)];
        _places = $"INTERVAL(t.{FrameworkColumns.Seq}, {string.Join(", ", found.Select(static f => f.Seq.ToString(CultureInfo.InvariantCulture)))})";
        foreach (FoundRow row in found)
        {
            _column = 0;
            rows.Write(row.Input, this);
        }
    }

    /// <summary>What stands for an input.</summary>
    public string this[int input] => MySqlDialect.Typed($"ELT({_places}{_values[input]})", _inputs[input].Kind);

    public override void WriteNull() => Append("NULL");

    public override void WriteBoolean(bool value) => Append(value ? "1" : "0");

    public override void WriteInt32(int value) => WriteInt64(value);

    public override void WriteInt64(long value) => Append(value.ToString(CultureInfo.InvariantCulture));

    // MariaDB takes a literal of ten digits for a number of 32 bits where it has to choose a type.
    public override void WriteUInt64(ulong value) => Append($"'{value.ToString("D20", CultureInfo.InvariantCulture)}'");

    public override void WriteSingle(float value) => WriteDouble(value);

    public override void WriteDouble(double value) => Send(MySqlValues.Finite(value).ToString("R", CultureInfo.InvariantCulture));

    public override void WriteDecimal(decimal value) => Send(MySqlValues.Text(value));

    public override void WriteText(string? value) => Send(Texts.Whole(value));

    public override void WriteGuid(Guid value) => Send(value.ToString("D"));

    public override void WriteDate(DateOnly value) => Send(MySqlValues.Text(value));

    public override void WriteTimestamp(DateTimeOffset value) => Send(MySqlValues.Text(value));

    public override void WriteBytes(byte[]? value) => Send(value);

    public override void WriteJson(string json) => Send(json);

    private void Append(string value) => _values[_column++]?.Append(", ").Append(value);

    private void Send(object? value)
    {
        if (value is null || !_isSent[_column])
        {
            WriteNull();
            return;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"@r{_parameters.Count}");
        _parameters.AddWithValue(name, value);
        Append(name);
    }
}
