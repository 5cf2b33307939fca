using System.Buffers.Binary;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>A statement on one connection. Values are bound and read through SQLite's own functions, so that nothing is boxed.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3_stmt _handle;
    private readonly SqliteSession _session;
    private readonly Binding[] _parameters;
    private readonly Binding[] _rows;
    private readonly int _now;
    private readonly int _token;
    private readonly int _limit;

    public PreparedStatement(SqliteSession session, CompiledStatement compiled)
    {
        const uint Persistent = 1;
        _session = session;
        session.Check(raw.sqlite3_prepare_v3(session.Handle, compiled.Sql, Persistent, out _handle));
        _parameters = [.. compiled.Parameters.Select(PlaceOf)];
        _rows = [.. compiled.Rows.Select(PlaceOf)];
        _now = IndexOf(SqliteDialect.NowParameter);
        _token = IndexOf(SqliteDialect.TokenParameter);
        _limit = IndexOf(SqliteDialect.LimitParameter);
    }

    /// <summary>Binds what holds for all rows.</summary>
    public void BindCall(scoped ref ValueCursor values, Moment now, int limit)
    {
        if (_now > 0)
        {
            _session.Check(raw.sqlite3_bind_text(_handle, _now, now.Text));
        }

        if (_limit > 0)
        {
            _session.Check(raw.sqlite3_bind_int(_handle, _limit, limit));
        }

        Bind(_parameters, ref values, now, -1);
    }

    /// <summary>Binds a row of input. Answers with the whole number at <paramref name="wanted"/>, if one is wanted.</summary>
    public long BindRow(scoped ref ValueCursor values, Moment now, int wanted) => Bind(_rows, ref values, now, wanted);

    public void BindToken(long token) => _session.Check(raw.sqlite3_bind_int64(_handle, _token, token));

    /// <summary>Goes to the next row of the answer; <see langword="false"/> if there is none.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        return code == raw.SQLITE_ROW || (code == raw.SQLITE_DONE ? false : throw _session.Error(code));
    }

    /// <summary>Ends the answer, so that the statement can be carried out again. What is bound stays bound.</summary>
    public void Reset() => raw.sqlite3_reset(_handle);

    public int Integer(int column) => raw.sqlite3_column_int(_handle, column);

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    /// <summary>Copies the first columns of the row.</summary>
    public void CopyTo(ValueBuffer answer, int columns)
    {
        for (int i = 0; i < columns; i++)
        {
            switch (raw.sqlite3_column_type(_handle, i))
            {
                case raw.SQLITE_INTEGER:
                    answer.Add(raw.sqlite3_column_int64(_handle, i));
                    break;
                case raw.SQLITE_FLOAT:
                    answer.Add(raw.sqlite3_column_double(_handle, i));
                    break;
                case raw.SQLITE_TEXT:
                    // As bytes: the text may contain U+0000.
                    answer.Add(ValueType.Text, raw.sqlite3_column_blob(_handle, i));
                    break;
                case raw.SQLITE_BLOB:
                    answer.Add(ValueType.Blob, raw.sqlite3_column_blob(_handle, i));
                    break;
                default:
                    answer.AddNull();
                    break;
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private long Bind(Binding[] bindings, scoped ref ValueCursor values, Moment now, int wanted)
    {
        long answer = 0;
        for (int i = 0; i < bindings.Length; i++)
        {
            ValueType type = values.Next(out ReadOnlySpan<byte> content);
            Binding binding = bindings[i];
            if (binding.Value > 0)
            {
                Bind(binding.Value, type, content);
            }

            if (binding.After > 0)
            {
                BindAfter(binding.After, type, content, now);
            }

            if (i == wanted)
            {
                answer = BinaryPrimitives.ReadInt64LittleEndian(content);
            }
        }

        return answer;
    }

    private void Bind(int index, ValueType type, ReadOnlySpan<byte> content) => _session.Check(type switch
    {
        ValueType.Null => raw.sqlite3_bind_null(_handle, index),
        ValueType.Integer => raw.sqlite3_bind_int64(_handle, index, BinaryPrimitives.ReadInt64LittleEndian(content)),
        ValueType.Real => raw.sqlite3_bind_double(_handle, index, BinaryPrimitives.ReadDoubleLittleEndian(content)),
        // An empty span has no address, and SQLite takes what has none for NULL.
        ValueType.Text => content.IsEmpty ? raw.sqlite3_bind_text(_handle, index, "") : raw.sqlite3_bind_text(_handle, index, content),
        _ => content.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, index, 0) : raw.sqlite3_bind_blob(_handle, index, content),
    });

    private void BindAfter(int index, ValueType type, ReadOnlySpan<byte> content, Moment now)
    {
        if (type != ValueType.Integer)
        {
            _session.Check(raw.sqlite3_bind_null(_handle, index));
            return;
        }

        Span<byte> text = stackalloc byte[Moments.Length];
        now.After(BinaryPrimitives.ReadInt64LittleEndian(content), text);
        _session.Check(raw.sqlite3_bind_text(_handle, index, text));
    }

    private Binding PlaceOf(string name) => new(IndexOf(name), IndexOf(name + SqliteDialect.AfterSuffix));

    private int IndexOf(string name) => raw.sqlite3_bind_parameter_index(_handle, name);

    // 0: the statement has no use for it.
    private readonly record struct Binding(int Value, int After);
}
