using System.Data;
using System.Data.Common;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>The kept counts in MySQL, where rows are read, removed and replaced by three statements.</summary>
internal sealed class MySqlCounts(MySqlConnections connections, MySqlDialect dialect) : KeptCounts<MySqlConnection, MySqlTransaction>
{
    private static readonly string Columns = string.Join(", ", CountsTable.States);

    protected override string Counts { get; } = dialect.Quote(CountsTable.Name);

    protected override string Parameter => "@table";

    protected override string IntegerType => "SIGNED";

    protected override ValueTask<MySqlConnection> OpenAsync(CancellationToken cancellationToken) => connections.OpenAsync(cancellationToken);

    protected override ValueTask<MySqlTransaction> BeginAsync(MySqlConnection connection, IsolationLevel isolation, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(isolation, cancellationToken);

    protected override DbCommand Command(MySqlConnection connection, MySqlTransaction? transaction, string sql, string table)
    {
        MySqlCommand command = new(sql, connection, transaction);
        command.Parameters.AddWithValue("@table", table);
        return command;
    }

    protected override async ValueTask<long> FoldAsync(
        MySqlConnection connection, MySqlTransaction transaction, string table, CancellationToken cancellationToken)
    {
        List<long> ids = [];
        long[] sums = new long[CountsTable.States.Length];
        bool isBase = false;
        await using (DbCommand find = Command(
            connection, transaction, $"SELECT id, {Columns}, is_base FROM {Counts} WHERE task_table = @table LIMIT {MostFolded} FOR UPDATE SKIP LOCKED", table))
        {
            await using DbDataReader reader = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
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
        }

        return ids.Count;
    }

    protected override async ValueTask<bool> CountAsync(
        MySqlConnection connection, MySqlTransaction transaction, string table, CancellationToken cancellationToken)
    {
        List<long> ids = [];
        await using (DbCommand old = Command(connection, transaction, $"SELECT id FROM {Counts} WHERE task_table = @table", table))
        {
            await using DbDataReader reader = await old.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        long[] sums = new long[CountsTable.States.Length];
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
            return false;
        }

        await RaiseNumbersAsync(connection, transaction, table, token >> CountsWriter.TokenBits, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Tokens are made of the numbers of these rows. Where they begin again, because the table was dropped, a row with a number of our choice lifts them.
    private async ValueTask RaiseNumbersAsync(
        MySqlConnection connection, MySqlTransaction transaction, string table, long used, CancellationToken cancellationToken)
    {
        await using MySqlCommand raise = new(
            $"INSERT INTO {Counts} (id, task_table, {Columns}) SELECT @next, @table, {string.Join(", ", CountsTable.States.Select(_ => "0"))} FROM DUAL WHERE LAST_INSERT_ID() <= @used",
            connection,
            transaction);
        raise.Parameters.AddWithValue("@next", used + 1);
        raise.Parameters.AddWithValue("@used", used);
        raise.Parameters.AddWithValue("@table", table);
        await raise.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
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
            await using MySqlCommand remove = new($"DELETE FROM {Counts} WHERE id IN ({string.Join(',', ids.Select(Invariant))})", connection, transaction);
            if (await remove.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != ids.Count)
            {
                return false;
            }
        }

        await using MySqlCommand insert = new(
            $"INSERT INTO {Counts} (task_table, {Columns}, is_base) VALUES (@table, {string.Join(", ", sums.Select(Invariant))}, @base)", connection, transaction);
        insert.Parameters.AddWithValue("@table", table);
        insert.Parameters.AddWithValue("@base", isBase);
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
