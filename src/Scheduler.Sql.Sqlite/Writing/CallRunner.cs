namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Carries out one call on one connection.</summary>
internal static class CallRunner
{
    /// <summary>Where an exception keeps the number of the row that it is about.</summary>
    public static readonly object RefusedRow = new();

    /// <summary>Binds, steps and copies the answer. Without a tally nothing is counted.</summary>
    /// <returns>How many rows were answered.</returns>
    public static int Run(SqliteSession session, EncodedCall call, Moment now, TableTally? tally)
    {
        PreparedStatement statement = session.Prepare(call.Statement);
        ValueCursor values = new(call.Values.Bytes);
        try
        {
            statement.BindCall(ref values, now, call.Limit);
            if (!call.Statement.IsPerRow)
            {
                return RunOnce(statement, call, tally);
            }

            int answered = 0;
            for (int row = 0; row < call.Rows; row++)
            {
                long state = statement.BindRow(ref values, now, call.Statement.StateInput);
                try
                {
                    answered += RunRow(statement, call, tally, state);
                }
                catch (Exception exception)
                {
                    exception.Data[RefusedRow] = row;
                    throw;
                }

                statement.Reset();
            }

            return answered;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Carries out a statement of ours that has parameters only.</summary>
    public static T Execute<T>(SqliteSession session, CompiledStatement compiled, ValueBuffer parameters, Moment now, Func<PreparedStatement, T> read)
    {
        PreparedStatement statement = session.Prepare(compiled);
        ValueCursor values = new(parameters.Bytes);
        try
        {
            statement.BindCall(ref values, now, 0);
            return read(statement);
        }
        finally
        {
            statement.Reset();
        }
    }

    private static int RunRow(PreparedStatement statement, EncodedCall call, TableTally? tally, long state)
    {
        if (call.Statement.UsesToken)
        {
            statement.BindToken(++tally!.LastToken);
        }

        int answered = Take(statement, call, tally);
        if (call.Statement.Counted == CountedMove.Added)
        {
            tally!.Added((int)state);
        }

        return answered;
    }

    // Its rows take the tokens behind the latest one, each as many further as it was chosen after the first.
    private static int RunOnce(PreparedStatement statement, EncodedCall call, TableTally? tally)
    {
        if (!call.Statement.UsesToken)
        {
            return Take(statement, call, tally);
        }

        statement.BindToken(tally!.LastToken);
        int answered = Take(statement, call, tally);
        tally.LastToken += answered;
        return answered;
    }

    private static int Take(PreparedStatement statement, EncodedCall call, TableTally? tally)
    {
        int outputs = call.Statement.Outputs;
        int rows = 0;
        while (statement.Step())
        {
            rows++;
            if (call.Answer is { } answer)
            {
                statement.CopyTo(answer, outputs);
            }

            if (call.Statement.Counted == CountedMove.Moved)
            {
                tally!.Moved(statement.Integer(outputs), statement.Integer(outputs + 1));
            }
            else if (call.Statement.Counted == CountedMove.Removed)
            {
                tally!.Removed(statement.Integer(outputs));
            }
        }

        return rows;
    }
}
