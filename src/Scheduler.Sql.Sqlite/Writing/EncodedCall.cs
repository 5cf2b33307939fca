namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>A call whose values are ready for SQLite, and its answer.</summary>
internal sealed class EncodedCall : IDisposable
{
    private readonly SqlCall _call;

    /// <summary>Takes the values from the caller, on the caller's thread.</summary>
    /// <exception cref="ArgumentException">A value cannot be stored.</exception>
    public EncodedCall(SqlCall call)
    {
        _call = call;
        Statement = CompiledOf(call.Statement);
        Rows = call.Rows?.Count ?? 0;
        try
        {
            Encode(call);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public CompiledStatement Statement { get; }

    /// <summary>The values of the parameters, then those of the rows.</summary>
    public ValueBuffer Values { get; } = new();

    public int Rows { get; }

    /// <inheritdoc cref="SqlCall.IsCondition"/>
    public bool IsCondition => _call.IsCondition;

    public int Limit => _call.Limit;

    /// <summary>The rows of the answer; <see langword="null"/> if nobody wants them.</summary>
    public ValueBuffer? Answer { get; private set; }

    public static EncodedCall[] FromAll(ReadOnlySpan<SqlCall> calls)
    {
        EncodedCall[] encoded = new EncodedCall[calls.Length];
        try
        {
            for (int i = 0; i < calls.Length; i++)
            {
                encoded[i] = new EncodedCall(calls[i]);
            }
        }
        catch
        {
            DisposeAll(encoded);
            throw;
        }

        return encoded;
    }

    public static void DisposeAll(ReadOnlySpan<EncodedCall> calls)
    {
        foreach (EncodedCall? call in calls)
        {
            call?.Dispose();
        }
    }

    /// <summary>Gives the answer to whoever asked, on the caller's thread.</summary>
    public void Deliver()
    {
        if (_call.Sink is not { } sink)
        {
            return;
        }

        sink.Begin();
        if (Answer is not { Count: > 0 } answer)
        {
            return;
        }

        SqliteRowReader reader = new(answer.Memory, Statement.Outputs);
        for (int row = 0; row < answer.Count / Statement.Outputs; row++)
        {
            reader.MoveNext();
            sink.Take(reader);
        }
    }

    public void Dispose()
    {
        Values.Dispose();
        Answer?.Dispose();
        Answer = null;
    }

    private static CompiledStatement CompiledOf(SqlStatement statement)
    {
        // Two threads may compile one statement at once; the later one stays, and both are right.
        if (statement.Compiled is not CompiledStatement compiled)
        {
            compiled = CompiledStatements.Get(statement);
            statement.Compiled = compiled;
        }

        return compiled;
    }

    private void Encode(SqlCall call)
    {
        SqliteColumnWriter writer = new(Values);
        call.Parameters?.Write(0, writer);
        Expect(Statement.Parameters.Length);
        for (int row = 0; row < Rows; row++)
        {
            call.Rows!.Write(row, writer);
            Expect(Statement.Parameters.Length + (Statement.Rows.Length * (row + 1)));
        }

        if (call.Sink is not null && Statement.Outputs > 0)
        {
            Answer = new ValueBuffer();
        }
    }

    private void Expect(int values)
    {
        if (Values.Count != values)
        {
            throw new InvalidOperationException(
                $"The statement '{Statement.Name}' of table '{Statement.Table}' takes {values} values, and was given {Values.Count}. A mapper has to write each column once.");
        }
    }
}
