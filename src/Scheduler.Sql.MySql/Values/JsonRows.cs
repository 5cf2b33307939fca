using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes rows of input into a table that a statement joins: all of them are one value, an array of arrays, which the server takes apart.</summary>
/// <remarks>So the server has one short text to understand, however many rows there are. A SELECT for each row costs it three times as much.</remarks>
internal sealed class JsonRows : ColumnWriter
{
    private const int LongestVarchar = 1_000;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly ImmutableArray<bool> _isSent;
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);
    private readonly Utf8JsonWriter _json;
    private readonly int[] _longest;
    private int _column;

    /// <param name="inputs">What a row has.</param>
    /// <param name="isSent">Which of it the statement reads; empty for all.</param>
    public JsonRows(ImmutableArray<SqlInput> inputs, ImmutableArray<bool> isSent)
    {
        (_inputs, _isSent) = (inputs, isSent);
        _json = new Utf8JsonWriter(_buffer, Options);
        _longest = new int[inputs.Length];
        _json.WriteStartArray();
    }

    /// <summary>How many rows there were in each state, by the input of that name.</summary>
    public int[] States { get; } = new int[CountsTable.States.Length];

    /// <summary>The ids, by the input of that name.</summary>
    public List<Guid> Ids { get; } = [];

    public JsonRows AddAll(IRowSource rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            _column = 0;
            _json.WriteStartArray();
            rows.Write(i, this);
            _json.WriteEndArray();
        }

        return this;
    }

    /// <summary>Appends the table <c>b</c>: a number <c>nr</c> from 1, and the values that are sent.</summary>
    public void AppendTo(StringBuilder sql, MySqlCommand command)
    {
        _json.WriteEndArray();
        _json.Flush();
        command.Parameters.AddWithValue("@rows", Encoding.UTF8.GetString(_buffer.WrittenSpan));
        StringBuilder names = new("nr");
        StringBuilder columns = new("nr FOR ORDINALITY");
        int place = 0;
        bool hasBytes = false;
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_isSent.IsEmpty || _isSent[i])
            {
                string name = $"`{_inputs[i].Name.Replace("`", "``", StringComparison.Ordinal)}`";
                bool isBytes = _inputs[i].Kind == ColumnKind.Bytes;
                hasBytes |= isBytes;
                names.Append(", ").Append(isBytes ? $"UNHEX({name}) AS {name}" : name);
                columns.Append(CultureInfo.InvariantCulture, $", {name} {TypeOf(i)} PATH '$[{place++}]'");
            }
        }

        string table = $"JSON_TABLE(@rows, '$[*]' COLUMNS ({columns}))";
        sql.Append(hasBytes ? $"(SELECT {names} FROM {table} AS j) AS b" : $"{table} AS b");
    }

    public override void WriteNull()
    {
        if (Next())
        {
            _json.WriteNullValue();
        }
    }

    public override void WriteBoolean(bool value) => WriteInt64(value ? 1 : 0);

    public override void WriteInt32(int value)
    {
        if (_inputs[_column].Name == "state" && value >= 0 && value < States.Length)
        {
            States[value]++;
        }

        WriteInt64(value);
    }

    public override void WriteInt64(long value)
    {
        if (Next())
        {
            _json.WriteNumberValue(value);
        }
    }

    public override void WriteUInt64(ulong value)
    {
        if (Next())
        {
            _json.WriteNumberValue(value);
        }
    }

    public override void WriteSingle(float value) => WriteDouble(value);

    // As text, so that nobody takes it for anything else before the column does.
    public override void WriteDouble(double value) => Send(MySqlValues.Finite(value).ToString("R", CultureInfo.InvariantCulture));

    public override void WriteDecimal(decimal value) => Send(MySqlValues.Text(value));

    public override void WriteText(string? value) => Send(Texts.Whole(value));

    public override void WriteGuid(Guid value)
    {
        if (_inputs[_column].Name == "id")
        {
            Ids.Add(value);
        }

        if (Next())
        {
            _json.WriteStringValue(value);
        }
    }

    public override void WriteDate(DateOnly value) => Send(MySqlValues.Text(value));

    public override void WriteTimestamp(DateTimeOffset value) => Send(MySqlValues.Text(value));

    // JSON has no bytes.
    public override void WriteBytes(byte[]? value) => Send(value is null ? null : Convert.ToHexString(value));

    public override void WriteJson(string json) => Send(json);

    private bool Next()
    {
        int column = _column++;
        return _isSent.IsEmpty || _isSent[column];
    }

    private void Send(string? text)
    {
        int column = _column;
        if (!Next())
        {
            return;
        }

        if (text is null)
        {
            _json.WriteNullValue();
            return;
        }

        _longest[column] = Math.Max(_longest[column], text.Length);
        _json.WriteStringValue(text);
    }

    private string TypeOf(int column) => _inputs[column].Kind switch
    {
        ColumnKind.Boolean or ColumnKind.Int32 => "int",
        ColumnKind.Int64 => "bigint",
        ColumnKind.UInt64 => "bigint unsigned",
        ColumnKind.Single or ColumnKind.Double => "double",
        ColumnKind.Decimal => "varchar(40) CHARACTER SET ascii COLLATE ascii_bin",
        ColumnKind.Guid => "char(36) CHARACTER SET ascii COLLATE ascii_bin",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "datetime(6)",
        ColumnKind.Bytes => $"{TextOf(_longest[column])} CHARACTER SET ascii COLLATE ascii_bin",
        _ => $"{TextOf(_longest[column])} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    };

    // A table with a text of any length is put on the disk (MariaDB). One of four lengths, so that a statement has few forms.
    private static string TextOf(int longest) => longest switch
    {
        <= 40 => "varchar(40)",
        <= 200 => "varchar(200)",
        <= LongestVarchar => string.Create(CultureInfo.InvariantCulture, $"varchar({LongestVarchar})"),
        _ => "longtext",
    };
}
