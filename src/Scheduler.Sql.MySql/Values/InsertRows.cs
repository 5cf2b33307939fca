using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Persistence;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes rows of input into the lists of <c>INSERT … VALUES (…), (…)</c>, in pieces that fit into a packet.</summary>
/// <remarks>
/// Such an insert takes its numbers at once. One that selects its rows holds the lock on the numbers of the table until it ends (with
/// <c>innodb_autoinc_lock_mode</c> 1, which is MariaDB's default); should it have to wait, for another transaction that has the same unique key, then all who add
/// tasks of the kind would wait with it.
/// </remarks>
internal sealed class InsertRows : ColumnWriter
{
    private readonly CompiledInsert _compiled;
    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly string[] _values;
    private readonly bool[] _isNull;
    private int _column;

    /// <param name="inputs">What a row has.</param>
    /// <param name="compiled">What is made of it.</param>
    public InsertRows(ImmutableArray<SqlInput> inputs, CompiledInsert compiled)
    {
        (_inputs, _compiled) = (inputs, compiled);
        (_values, _isNull) = (new string[inputs.Length], new bool[inputs.Length]);
    }

    /// <summary>How many rows there were in each state, by the input of that name.</summary>
    public int[] States { get; } = new int[MySqlSchema.CountColumns.Length];

    /// <summary>The ids, by the input of that name.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>The lists, at least one.</summary>
    public List<Piece> Pieces { get; } = [];

    public InsertRows AddAll(IRowSource rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Piece piece = Pieces.Count > 0 && Pieces[^1].Bytes < MySqlPacket.GoodSize ? Pieces[^1] : Begin();
            piece.Next();
            _column = 0;
            rows.Write(i, this);
            Append(piece.Sql);
        }

        return this;
    }

    public override void WriteNull()
    {
        _isNull[_column] = true;
        _values[_column++] = "NULL";
    }

    public override void WriteBoolean(bool value) => Set(value ? "1" : "0");

    public override void WriteInt32(int value)
    {
        if (_inputs[_column].Name == "state" && value >= 0 && value < States.Length)
        {
            States[value]++;
        }

        WriteInt64(value);
    }

    public override void WriteInt64(long value) => Set(value.ToString(CultureInfo.InvariantCulture));

    public override void WriteUInt64(ulong value) => Set(value.ToString(CultureInfo.InvariantCulture));

    public override void WriteSingle(float value) => WriteDouble(value);

    // As text, so that nobody takes it for anything else before the column does.
    public override void WriteDouble(double value) => Set($"'{MySqlValues.Finite(value).ToString("R", CultureInfo.InvariantCulture)}'");

    public override void WriteDecimal(decimal value) => Set($"'{MySqlValues.Text(value)}'");

    public override void WriteText(string? value) => Send(Texts.Whole(value));

    public override void WriteGuid(Guid value)
    {
        if (_inputs[_column].Name == "id")
        {
            Ids.Add(value);
        }

        Set($"'{value:D}'");
    }

    public override void WriteDate(DateOnly value) => Set($"'{MySqlValues.Text(value)}'");

    public override void WriteTimestamp(DateTimeOffset value) => Set($"'{MySqlValues.Text(value)}'");

    public override void WriteBytes(byte[]? value) => Send(value);

    public override void WriteJson(string json) => Send(json);

    private Piece Begin()
    {
        Piece piece = new();
        Pieces.Add(piece);
        return piece;
    }

    private void Set(string value)
    {
        _isNull[_column] = false;
        _values[_column++] = value;
    }

    private void Send(object? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        Set(Pieces[^1].Add(value));
    }

    private void Append(StringBuilder sql)
    {
        foreach (InsertPiece piece in _compiled.Row)
        {
            sql.Append(piece.Sql);
            if (piece.Input >= 0)
            {
                // A column turns what it is given into what it holds. An expression has to be told what it reads.
                string value = _values[piece.Input];
                sql.Append(piece.IsAlone || _isNull[piece.Input] ? value : MySqlDialect.Typed(value, _inputs[piece.Input].Kind));
            }
        }
    }

    /// <summary>One list of rows, and the values that it refers to.</summary>
    internal sealed class Piece
    {
        private readonly List<MySqlParameter> _parameters = [];
        private long _parameterBytes;

        public StringBuilder Sql { get; } = new();

        public long Bytes => Sql.Length + _parameterBytes;

        public void Next() => Sql.Append(Sql.Length == 0 ? "" : ", ");

        /// <summary>Adds a value. Answers what stands for it.</summary>
        public string Add(object value)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"@r{_parameters.Count}");
            _parameters.Add(new MySqlParameter(name, value));
            _parameterBytes += MySqlPacket.SizeOf(value);
            return name;
        }

        public void AppendTo(MySqlPacket packet)
        {
            packet.Sql.Append(Sql);
            foreach (MySqlParameter parameter in _parameters)
            {
                packet.Command.Parameters.Add(parameter);
            }
        }
    }
}
