using System.Data;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>
/// The kept counts of a table: the sum of its rows in <c>scheduler_counts</c>, to which each transaction that moves tasks adds one.
/// </summary>
/// <remarks>
/// One of the rows is the base: it says that everything before the others is counted. If it is not there, somebody has dropped or emptied the counts, and
/// whatever was added since is a part only; so the table is counted.
/// </remarks>
internal sealed class MySqlCounts(MySqlConnections connections, MySqlDialect dialect)
{
    // How often counting is repeated because rows were folded meanwhile, which happens once in each interval of maintenance.
    private const int MostAttempts = 10;

    private const int MostFolded = 10_000;

    private static readonly string Columns = string.Join(", ", MySqlSchema.CountColumns);

    private readonly string _counts = dialect.Quote(MySqlDialect.Counts);

    public async ValueTask<TaskCounts> ReadAsync(string table, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlCommand command = new(
            $"SELECT {string.Join(", ", MySqlSchema.CountColumns.Select(c => $"CAST(COALESCE(SUM({c}), 0) AS SIGNED)"))} FROM {_counts} WHERE task_table = @table",
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
    public async ValueTask FoldAsync(string table, CancellationToken cancellationToken)
    {
        while (await FoldOnceAsync(table, cancellationToken).ConfigureAwait(false) == MostFolded)
        {
            // Where many write, more have come than one statement should lock.
        }
    }

    private async ValueTask<int> FoldOnceAsync(string table, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlTransaction transaction =
            await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        List<long> ids = [];
        long[] sums = new long[MySqlSchema.CountColumns.Length];
        bool isBase = false;
        await using (MySqlCommand find = new(
            $"SELECT id, {Columns}, is_base FROM {_counts} WHERE task_table = @table LIMIT {MostFolded} FOR UPDATE SKIP LOCKED", connection, transaction))
        {
            find.Parameters.AddWithValue("@table", table);
            await using MySqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ids.Add(reader.GetInt64(0));
                isBase |= reader.GetBoolean(sums.Length + 1);
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] += reader.GetInt64(i + 1);
                }
            }
        }

        if (ids.Count > 1)
        {
            await ReplaceAsync(connection, transaction, table, ids, sums, isBase, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return ids.Count;
    }

    public async ValueTask<bool> HasBaseAsync(string table, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await HasBaseAsync(connection, null, table, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the table, if nobody has done so by now. The caller sees to it that one process does so at a time.</summary>
    public async ValueTask CountAnewAsync(string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; !await TryCountAsync(table, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (attempt == MostAttempts)
            {
                throw new TimeoutException($"The tasks of '{table}' could not be counted: their counts changed {MostAttempts} times meanwhile.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    // All that is read is of one moment: the tasks, and the counts that go with them. What others commit later comes with rows of its own.
    private async ValueTask<bool> TryCountAsync(string table, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlTransaction transaction =
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        if (await HasBaseAsync(connection, transaction, table, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        List<long> ids = [];
        await using (MySqlCommand old = new($"SELECT id FROM {_counts} WHERE task_table = @table", connection, transaction))
        {
            old.Parameters.AddWithValue("@table", table);
            await using MySqlDataReader reader = await old.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        long[] sums = new long[MySqlSchema.CountColumns.Length];
        long token;
        string states = string.Join(", ", sums.Select((_, state) => $"CAST(COALESCE(SUM(task_state = {state}), 0) AS SIGNED)"));
        await using (MySqlCommand count = new($"SELECT {states}, COALESCE(MAX(task_claim_token), 0) FROM {dialect.Quote(table)}", connection, transaction) { CommandTimeout = 0 })
        {
            await using MySqlDataReader reader = await count.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = reader.GetInt64(i);
            }

            token = reader.GetInt64(sums.Length);
        }

        if (!await ReplaceAsync(connection, transaction, table, ids, sums, isBase: true, cancellationToken).ConfigureAwait(false))
        {
            // Rows that we see here were folded into one that we do not see.
            return false;
        }

        await RaiseNumbersAsync(connection, transaction, table, token >> CountsWriter.TokenBits, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Tokens are made of the numbers of these rows. Where they begin again, because the table was dropped, a row with a number of our choice lifts them.
    private async ValueTask RaiseNumbersAsync(
        MySqlConnection connection, MySqlTransaction transaction, string table, long used, CancellationToken cancellationToken)
    {
        await using MySqlCommand raise = new(
            $"INSERT INTO {_counts} (id, task_table, {Columns}) SELECT @next, @table, {string.Join(", ", MySqlSchema.CountColumns.Select(_ => "0"))} FROM DUAL WHERE LAST_INSERT_ID() <= @used",
            connection,
            transaction);
        raise.Parameters.AddWithValue("@next", used + 1);
        raise.Parameters.AddWithValue("@used", used);
        raise.Parameters.AddWithValue("@table", table);
        await raise.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> HasBaseAsync(MySqlConnection connection, MySqlTransaction? transaction, string table, CancellationToken cancellationToken)
    {
        await using MySqlCommand command = new($"SELECT COUNT(*) FROM {_counts} WHERE task_table = @table AND is_base", connection, transaction);
        command.Parameters.AddWithValue("@table", table);
        return Convert.ToInt64(
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>One row in the place of others. Answers whether all of those were there.</summary>
    private async ValueTask<bool> ReplaceAsync(
        MySqlConnection connection,
        MySqlTransaction transaction,
        string table,
        List<long> ids,
        long[] sums,
        bool isBase,
        CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            await using MySqlCommand remove = new($"DELETE FROM {_counts} WHERE id IN ({string.Join(',', ids.Select(Invariant))})", connection, transaction);
            if (await remove.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != ids.Count)
            {
                return false;
            }
        }

        await using MySqlCommand insert = new(
            $"INSERT INTO {_counts} (task_table, {Columns}, is_base) VALUES (@table, {string.Join(", ", sums.Select(Invariant))}, @base)", connection, transaction);
        insert.Parameters.AddWithValue("@table", table);
        insert.Parameters.AddWithValue("@base", isBase);
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
