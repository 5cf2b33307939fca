using System.Data.Common;
using System.Globalization;
using System.Text;
using GeneratedScheduler.Containers;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed class MySqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others.
    private const int MostAttempts = 10;

    private readonly MySqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly MySqlDialect _dialect;

    public MySqlDatabase(MySqlDataSource source, bool ownsSource, MySqlDialect dialect)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        Schema = new MySqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                // A connection that is given back in the middle of a transaction is rolled back by its reset.
                await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await new MySqlTransactionRun(connection, null, _dialect).RunAsync(calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MySqlException exception) when (IsConflictOfOthers(exception) && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not MySqlTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException(
                $"The transaction is {(transaction is MySqlTransaction ? "over" : $"a {transaction.GetType().Name}")}; pass an open MySqlTransaction on the database of the tasks.",
                nameof(transaction));
        }

        try
        {
            await new MySqlTransactionRun(connection, own, _dialect).RunAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new UniqueConflictException(exception);
        }
    }

    public override async ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken)
    {
        QueryStatement query = (QueryStatement)call.Statement;
        await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlCommand command = new() { Connection = connection };
        command.CommandText = Write(query, call, command);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        MySqlRowReader row = new(reader);
        call.Sink?.Begin();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            call.Sink?.Take(row);
        }
    }

    public override async ValueTask<TaskCounts> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlCommand command = new(
            $"SELECT {string.Join(", ", MySqlSchema.CountColumns.Select(c => $"CAST(COALESCE(SUM({c}), 0) AS SIGNED)"))} FROM {_dialect.Quote(MySqlDialect.Counts)} WHERE task_table = @table",
            connection);
        command.Parameters.AddWithValue("@table", table);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new TaskCounts
        {
            Unstarted = reader.GetInt64(0),
            Waiting = reader.GetInt64(1),
            Running = reader.GetInt64(2),
            Exporting = reader.GetInt64(3),
            Succeeded = reader.GetInt64(4),
            Failed = reader.GetInt64(5),
            Stopped = reader.GetInt64(6),
        };
    }

    // Rows that somebody else is folding, or has not committed, are passed over.
    public override async ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken)
    {
        string counts = _dialect.Quote(MySqlDialect.Counts);
        string columns = string.Join(", ", MySqlSchema.CountColumns);
        await using MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlTransaction transaction =
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        List<long> ids = [];
        long[] sums = new long[MySqlSchema.CountColumns.Length];
        await using (MySqlCommand find = new($"SELECT id, {columns} FROM {counts} WHERE task_table = @table LIMIT 10000 FOR UPDATE SKIP LOCKED", connection, transaction))
        {
            find.Parameters.AddWithValue("@table", table);
            await using MySqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ids.Add(reader.GetInt64(0));
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] += reader.GetInt64(i + 1);
                }
            }
        }

        if (ids.Count > 1)
        {
            await using MySqlCommand fold = new(
                $"DELETE FROM {counts} WHERE id IN ({string.Join(',', ids)}); INSERT INTO {counts} (task_table, {columns}) VALUES (@table, {string.Join(", ", sums)})",
                connection,
                transaction);
            fold.Parameters.AddWithValue("@table", table);
            await fold.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // There is nothing in MySQL that could tell; the container wakes its own waiters, and other processes poll.
    public override IDisposable Watch(string table, Action signal) => LocalWatch.Of(_source.ConnectionString, table).Add(signal);

    public override void Announce(string table) => LocalWatch.Of(_source.ConnectionString, table).SignalAll();

    public override bool IsBadValue(Exception exception) => exception
        is MySqlException
        {
            ErrorCode: MySqlErrorCode.DataTooLong or MySqlErrorCode.WarningDataOutOfRange or MySqlErrorCode.TruncatedWrongValue
                or MySqlErrorCode.TruncatedWrongValueForField or MySqlErrorCode.DataOutOfRange or MySqlErrorCode.WarningDataTruncated
                or MySqlErrorCode.PacketTooLarge or MySqlErrorCode.ColumnCannotBeNull
        }
        or EncoderFallbackException;

    public override ValueTask DisposeAsync() => _ownsSource ? _source.DisposeAsync() : default;

    private static bool IsConflictOfOthers(MySqlException exception) =>
        exception.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout;

    private string Write(QueryStatement query, SqlCall call, MySqlCommand command)
    {
        StringBuilder sql = new($"SELECT {string.Join(", ", query.Returning.Select(o => o.Sql ?? _dialect.Column(o.Name)))}");
        if (query.Table.Length > 0)
        {
            sql.Append(CultureInfo.InvariantCulture, $" FROM {_dialect.Quote(query.Table)} AS t");
        }

        List<string> conditions = [];
        if (query.Rows is [var key] && call.Rows is { } rows)
        {
            string column = _dialect.Column(key.Name == "id" ? FrameworkColumns.Id : key.Name);
            conditions.Add($"{column} IN ({string.Join(", ", Enumerable.Range(0, rows.Count).Select(i => MySqlColumnWriter.Values(command, query.Rows, new OneRow(rows, i))[0]))})");
        }

        if (query.Where is { } where)
        {
            conditions.Add(where);
        }

        string text = sql.Append(conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))
            .Append(query.OrderBy is null ? "" : " ORDER BY " + query.OrderBy)
            .Append(query.HasLimit ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {call.Limit}") : "").ToString();
        string[] parameters = call.Parameters is { } row ? MySqlColumnWriter.Values(command, query.Parameters, row) : [];
        return MySqlTransactionRun.Fill(query, text, parameters);
    }

    private sealed class OneRow(IRowSource rows, int row) : IRowSource
    {
        public int Count => 1;

        public void Write(int _, Persistence.ColumnWriter writer) => rows.Write(row, writer);
    }
}
