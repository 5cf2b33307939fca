namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>One transaction of one session: its moment, and what it changes about the counts. Used again for the next one.</summary>
internal sealed class WriteTransaction(SqliteSession session) : IDisposable
{
    private readonly Dictionary<string, TableTally> _tallies = new(StringComparer.Ordinal);
    private readonly ValueBuffer _values = new();
    private SqliteClock? _clock;
    private long? _lead;

    public Moment Now { get; } = new();

    /// <summary>Begins again, in a transaction that holds the write lock.</summary>
    /// <param name="clock">The clock of the file.</param>
    /// <param name="isOwn">Whether the transaction is ours, and not one of the application.</param>
    public void Begin(SqliteClock clock, bool isOwn)
    {
        _tallies.Clear();
        _clock = clock;
        _lead = clock.Begin(session, Now, mayCreate: isOwn);
    }

    /// <summary>It was committed.</summary>
    public void Committed()
    {
        if (_lead is { } lead)
        {
            _clock!.Keep(lead);
        }
    }

    /// <summary>Carries out calls as a whole: if one fails, those before it are undone too.</summary>
    public void Run(ReadOnlySpan<EncodedCall> calls, bool areLast = false)
    {
        session.Run("SAVEPOINT task_calls");
        try
        {
            RunAll(calls);
            Settle(keep: true);
            if (areLast)
            {
                WriteCounts();
            }

            session.Run("RELEASE task_calls");
        }
        catch
        {
            Settle(keep: false);
            // SQLite has rolled back by itself if the disk is full or fails.
            if (!session.IsAutoCommit)
            {
                session.Run("ROLLBACK TO task_calls");
                session.Run("RELEASE task_calls");
            }

            throw;
        }
    }

    /// <summary>Writes the counts, once for each table.</summary>
    public void WriteCounts()
    {
        foreach (TableTally tally in _tallies.Values)
        {
            if (!tally.IsChanged)
            {
                continue;
            }

            _values.Clear();
            for (int state = 0; state < CountsSql.StateCount; state++)
            {
                _values.Add(tally[state]);
            }

            _values.Add(tally.Arrivals);
            _values.Add(tally.LastToken);
            new SqliteColumnWriter(_values).WriteText(tally.Table);
            CallRunner.Execute(session, CountsSql.Add, _values, Now, static s => s.Step());
        }
    }

    public void Dispose() => _values.Dispose();

    private void RunAll(ReadOnlySpan<EncodedCall> calls)
    {
        bool isMissed = false;
        for (int i = 0; i < calls.Length; i++)
        {
            if (isMissed && !calls[i].IsCondition)
            {
                // All conditions come first: those that hold are known by now.
                break;
            }

            try
            {
                int answered = Run(calls[i]);
                isMissed |= calls[i].IsCondition && answered < calls[i].Rows;
            }
            catch (Exception exception)
            {
                SqlDatabase.NoteFailedCall(exception, i);
                throw;
            }
        }

        if (isMissed)
        {
            throw new ConditionFailedException();
        }
    }

    private int Run(EncodedCall call)
    {
        bool isCounted = call.Statement.Counted != CountedMove.None || call.Statement.UsesToken;
        return CallRunner.Run(session, call, Now, isCounted ? TallyOf(call.Statement.Table) : null);
    }

    // Read in the transaction: another process may have claimed since.
    private TableTally TallyOf(string table)
    {
        if (!_tallies.TryGetValue(table, out TableTally? tally))
        {
            tally = new TableTally(table, LastToken(table) ?? Init(table));
            _tallies.Add(table, tally);
        }

        return tally;
    }

    private long? LastToken(string table)
    {
        _values.Clear();
        new SqliteColumnWriter(_values).WriteText(table);
        return CallRunner.Execute(session, CountsSql.LastToken, _values, Now, static s => s.Step() ? s.Long(0) : (long?)null);
    }

    private long Init(string table)
    {
        using (PreparedStatement init = new(session, CountsSql.Init(table)))
        {
            ValueCursor values = new(_values.Bytes);
            init.BindCall(ref values, Now, 0);
            init.Step();
        }

        return LastToken(table) ?? 0;
    }

    private void Settle(bool keep)
    {
        foreach (TableTally tally in _tallies.Values)
        {
            tally.Settle(keep);
        }
    }
}
