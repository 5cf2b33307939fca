using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Storage;
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
    // From so many rows on it pays to work out once what is the same for several of them.
    private const int FewRows = 4;
    private const int MostShared = 32;

    private readonly CompiledInsert _compiled;
    private readonly ImmutableArray<SqlInput> _inputs;
    private readonly string[] _values;
    private readonly bool[] _isNull;
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly StringBuilder _expression = new();
    private bool _shares;
    private int _column;

    /// <param name="inputs">What a row has.</param>
    /// <param name="compiled">What is made of it.</param>
    public InsertRows(ImmutableArray<SqlInput> inputs, CompiledInsert compiled)
    {
        (_inputs, _compiled) = (inputs, compiled);
        (_values, _isNull) = (new string[inputs.Length], new bool[inputs.Length]);
    }

    /// <summary>How many rows there were in each state, by the input of that name.</summary>
    public int[] States { get; } = new int[CountsTable.States.Length];

    /// <summary>The ids, by the input of that name.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>The lists, at least one.</summary>
    public List<Piece> Pieces { get; } = [];

    public InsertRows AddAll(IRowSource rows)
    {
        _shares = rows.Count >= FewRows;
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

    /// <summary>Appends what is the same for several rows, as variables; before the first list.</summary>
    public void AppendShared(StringBuilder sql)
    {
        string before = "SET ";
        foreach ((string expression, string variable) in _shared)
        {
            sql.Append(before).Append(variable).Append(" = ").Append(expression);
            before = ", ";
        }

        sql.Append(_shared.Count > 0 ? "; " : "");
    }

    private void Append(StringBuilder sql)
    {
        char before = '(';
        foreach (InsertValue value in _compiled.Row)
        {
            sql.Append(before);
            before = ',';
            if (value.IsValue)
            {
                // A column turns what it is given into what it holds.
                sql.Append(_values[value.Pieces[0].Input]);
            }
            else if (!_shares || value.IsOwn || value.Pieces.Length == 1 || ReadsParameter(value))
            {
                AppendExpression(sql, value);
            }
            else
            {
                _expression.Clear();
                AppendExpression(_expression, value);
                sql.Append(Shared(_expression.ToString()));
            }
        }

        sql.Append(')');
    }

    // Its name stands for another value in each list.
    private bool ReadsParameter(InsertValue value)
    {
        foreach (SetPiece piece in value.Pieces)
        {
            if (piece.Input >= 0 && _values[piece.Input][0] == '@')
            {
                return true;
            }
        }

        return false;
    }

    // The server reads and works out a long expression for each row otherwise, which takes it longer than to add the row.
    private string Shared(string expression)
    {
        if (_shared.TryGetValue(expression, out string? variable))
        {
            return variable;
        }

        if (_shared.Count == MostShared)
        {
            return expression;
        }

        variable = string.Create(CultureInfo.InvariantCulture, $"@scheduler_value{_shared.Count}");
        _shared.Add(expression, variable);
        return variable;
    }

    private void AppendExpression(StringBuilder sql, InsertValue value)
    {
        foreach (SetPiece piece in value.Pieces)
        {
            sql.Append(piece.Sql);
            if (piece.Input >= 0)
            {
                // An expression has to be told what it reads.
                sql.Append(_isNull[piece.Input] ? "NULL" : MySqlDialect.Typed(_values[piece.Input], _inputs[piece.Input].Kind));
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
