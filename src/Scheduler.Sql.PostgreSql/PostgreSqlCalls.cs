using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Sends calls as one batch, which is one round trip, and hands out the answers.</summary>
internal sealed class PostgreSqlCalls(PostgreSqlDialect dialect)
{
    private readonly PostgreSqlCompiler _compiler = new(dialect);
    private readonly ConcurrentDictionary<string, RankMemory> _ranks = new(StringComparer.Ordinal);

    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The application's transaction; <see langword="null"/> for one of our own.</param>
    /// <param name="before">Statements before the calls; those from the second on answer with a row.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="after">A statement behind them.</param>
    /// <param name="cancellationToken">Gives up; then nothing is done.</param>
    public async ValueTask RunAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        string[] before,
        ReadOnlyMemory<SqlCall> calls,
        string? after,
        CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(connection, transaction);
        List<IRowSink?> answering = [];
        List<RankedLook> looks = [];
        AddBefore(batch, before, answering);
        int[] ends = AddAll(batch, calls.Span, isOwn: transaction is null, answering, looks);
        if (after is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(after));
        }

        Progress progress = new();
        try
        {
            await ReadAnswersAsync(batch, answering, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            looks.ForEach(static look => look.GiveUp());
            if (PostgreSqlConditions.HasFailed(exception))
            {
                throw new ConditionFailedException();
            }

            // A failure behind all calls is one of the commit.
            if (Array.FindIndex(ends, end => progress.Results < end) is >= 0 and int failed)
            {
                SqlDatabase.NoteFailedCall(exception, failed);
            }

            throw;
        }

        looks.ForEach(static look => look.Complete());
    }

    /// <returns>For each call the number of results up to its last one.</returns>
    private int[] AddAll(NpgsqlBatch batch, ReadOnlySpan<SqlCall> calls, bool isOwn, List<IRowSink?> answering, List<RankedLook> looks)
    {
        int[] ends = new int[calls.Length];
        int timeout = batch.Connection!.CommandTimeout;
        int conditions = SqlDatabase.EndOfConditions(calls);
        if (conditions > 0)
        {
            batch.BatchCommands.Add(PostgreSqlConditions.Begin());
            answering.Add(null);
        }

        for (int i = 0; i < calls.Length; i++)
        {
            if (isOwn && conditions == 0 && calls[i].Keys.Count > 0 && timeout > 0)
            {
                batch.BatchCommands.Add(WaitFor(Math.Max(500, (timeout * 1_000) - 1_000)));
                answering.Add(null);
            }

            Add(batch, calls[i], answering, looks);
            if (i == conditions - 1)
            {
                batch.BatchCommands.Add(PostgreSqlConditions.Check(RowsOfConditions(calls)));
                answering.Add(null);
            }

            ends[i] = answering.Count;
        }

        return ends;
    }

    private static long RowsOfConditions(ReadOnlySpan<SqlCall> calls)
    {
        long rows = 0;
        foreach (SqlCall call in calls)
        {
            rows += call.IsCondition ? call.Rows!.Count : 0;
        }

        return rows;
    }

    // A wait for somebody else's transaction is to end with an answer that says so, and before the driver breaks the connection.
    private static NpgsqlBatchCommand WaitFor(int milliseconds)
    {
        NpgsqlBatchCommand command = new("SELECT set_config('lock_timeout', $1, true)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = milliseconds.ToString(CultureInfo.InvariantCulture) });
        return command;
    }

    /// <summary>The same on the calling thread. Not for ranked statements.</summary>
    public void Run(NpgsqlConnection connection, string[] before, ReadOnlySpan<SqlCall> calls, string? after, int timeoutSeconds, TimeSpan lockTimeout)
    {
        using NpgsqlBatch batch = new(connection) { Timeout = timeoutSeconds };
        List<IRowSink?> answering = [];
        AddBefore(batch, before, answering);
        if (lockTimeout < TimeSpan.FromSeconds(timeoutSeconds))
        {
            batch.BatchCommands.Add(WaitFor((int)lockTimeout.TotalMilliseconds));
            answering.Add(null);
        }

        foreach (SqlCall call in calls)
        {
            Add(batch, call, answering, []);
        }

        if (after is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(after));
        }

        using NpgsqlDataReader reader = batch.ExecuteReader();
        PostgreSqlRowReader row = new(reader);
        foreach (IRowSink? sink in answering)
        {
            sink?.Begin();
            while (reader.Read())
            {
                sink?.Take(row);
            }

            reader.NextResult();
        }
    }

    private static void AddBefore(NpgsqlBatch batch, string[] before, List<IRowSink?> answering)
    {
        for (int i = 0; i < before.Length; i++)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(before[i]));
            if (i > 0)
            {
                answering.Add(null);
            }
        }
    }

    private static async ValueTask ReadAnswersAsync(NpgsqlBatch batch, List<IRowSink?> answering, Progress progress, CancellationToken cancellationToken)
    {
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        PostgreSqlRowReader row = new(reader);
        foreach (IRowSink? sink in answering)
        {
            sink?.Begin();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                sink?.Take(row);
            }

            progress.Results++;
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Every command that has a result set has an entry in answering.
    private void Add(NpgsqlBatch batch, SqlCall call, List<IRowSink?> answering, List<RankedLook> looks)
    {
        CompiledStatement compiled = (CompiledStatement)(call.Statement.Compiled ??= _compiler.Compile(call.Statement));
        if (compiled.TakesLock is { } lockText)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(lockText));
            answering.Add(null);
        }

        NpgsqlBatchCommand command = new(call.IsCondition ? compiled.CountingText! : compiled.Text);
        if (call.Rows is { } rows)
        {
            PostgreSqlColumnWriter.AddRows(command.Parameters, RowInputs(call.Statement), rows);
        }

        if (call.Parameters is { } parameters)
        {
            PostgreSqlColumnWriter.AddParameters(command.Parameters, call.Statement.Parameters, parameters);
        }

        if (compiled.HasLimit)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = call.Limit });
        }

        if (call.Statement.IsRanked)
        {
            AddRanked(batch, command, call, answering, looks);
            return;
        }

        batch.BatchCommands.Add(command);
        if (compiled.Answers)
        {
            answering.Add(call.Sink);
        }
    }

    private void AddRanked(NpgsqlBatch batch, NpgsqlBatchCommand command, SqlCall call, List<IRowSink?> answering, List<RankedLook> looks)
    {
        RankMemory memory = _ranks.GetOrAdd(call.Statement.Table, static _ => new RankMemory(TimeProvider.System));
        RankedLook look = new(memory, call);
        look.AddTo(command.Parameters);
        looks.Add(look);
        if (look.Counts)
        {
            batch.BatchCommands.Add(CountWalked(call.Statement.Table));
            answering.Add(look.Before);
        }

        batch.BatchCommands.Add(command);
        answering.Add(look);
        if (look.Counts)
        {
            batch.BatchCommands.Add(CountWalked(call.Statement.Table));
            answering.Add(look.After);
        }
    }

    // What the session has read in the index and not yet reported, dead entries included.
    private NpgsqlBatchCommand CountWalked(string table)
    {
        string index = TableDesigner.NameOf(table, TableDesigner.Waiting, dialect.MaxNameLength);
        return new($"SELECT coalesce(pg_stat_get_xact_tuples_returned(to_regclass({dialect.Literal(dialect.Qualify(index))})), 0)");
    }

    private static ImmutableArray<SqlInput> RowInputs(SqlStatement statement) => statement switch
    {
        InsertStatement insert => insert.Rows,
        UpdateStatement update => update.Rows,
        DeleteStatement delete => delete.Rows,
        QueryStatement query => query.Rows,
        _ => [],
    };

    /// <summary>How far a batch has come. The driver names the command that has failed only if the connection string asks for it.</summary>
    private sealed class Progress
    {
        /// <summary>How many results have been read to their end.</summary>
        public int Results { get; set; }
    }
}
