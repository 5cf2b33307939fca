using System.Data;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>
/// The kept counts of a table: the sum of its rows in <c>scheduler_counts</c>, to which each transaction that moves tasks adds one.
/// </summary>
/// <remarks>
/// One of the rows is the base: it says that everything before the others is counted. If it is not there, somebody has dropped or emptied the counts, and
/// whatever was added since is a part only; so the table is counted.
/// </remarks>
internal sealed class PostgreSqlCounts(PostgreSqlConnections connections, PostgreSqlDialect dialect)
{
    // How often counting is repeated because rows were folded meanwhile, which happens once in each interval of maintenance.
    private const int MostAttempts = 10;

    private const long MostFolded = 10_000;

    private readonly string _counts = dialect.Qualify(PostgreSqlDialect.Counts);

    public async ValueTask<TaskCounts> ReadAsync(string table, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new($"SELECT {Sums("coalesce(", ", 0)::bigint")} FROM {_counts} WHERE task_table = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
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

    // Rows that somebody else is folding at this moment are passed over, so several processes do each other no harm.
    public async ValueTask FoldAsync(string table, CancellationToken cancellationToken)
    {
        while (await FoldOnceAsync(table, cancellationToken).ConfigureAwait(false) == MostFolded)
        {
            // Where many write, more have come than one statement should lock.
        }
    }

    private async ValueTask<long> FoldOnceAsync(string table, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction =
            await PostgreSqlConnections.BeginAsync(connection, IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new(
            $"""
            WITH folded AS (
                DELETE FROM {_counts} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {_counts} WHERE task_table = $1 LIMIT {MostFolded} FOR UPDATE SKIP LOCKED)) RETURNING *)
            INSERT INTO {_counts} SELECT $1, {Sums("", "")}, bool_or(is_base) FROM folded HAVING count(*) > 0 RETURNING (SELECT count(*) FROM folded)
            """,
            connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        object? folded = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return folded is long count ? count : 0;
    }

    public async ValueTask<bool> HasBaseAsync(string table, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await HasBaseAsync(connection, table, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the table, if nobody has done so by now. The caller sees to it that one process does so at a time.</summary>
    public async ValueTask CountAnewAsync(string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await TryCountAsync(table, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.SerializationFailure && attempt < MostAttempts)
            {
                // Rows that we see here were folded into one that we do not see.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // All of it sees one moment: the tasks, and the counts that go with them. What others commit later comes with rows of its own.
    private async ValueTask TryCountAsync(string table, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction =
            await PostgreSqlConnections.BeginAsync(connection, IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        if (await HasBaseAsync(connection, table, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        string name = dialect.Qualify(table);
        string states = string.Join(", ", PostgreSqlSchema.CountColumns.Select((_, state) => $"count(*) FILTER (WHERE task_state = {state})"));
        await using NpgsqlCommand count = new(
            $"WITH gone AS (DELETE FROM {_counts} WHERE task_table = $1) INSERT INTO {_counts} SELECT $1, {states}, true FROM {name}", connection, transaction)
        {
            // The whole table is read.
            CommandTimeout = 0,
        };
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await count.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        // Whoever lost the counts may have lost the sequence too, and a token must never be given twice. Drawn, because that is all we may need the right for.
        string tokens = dialect.Literal(dialect.Qualify(PostgreSqlDialect.Tokens));
        await using NpgsqlCommand draw = new(
            $"SELECT count(nextval({tokens}::regclass)) FROM generate_series(coalesce(pg_sequence_last_value({tokens}::regclass), 0) + 1, (SELECT max(task_claim_token) FROM {name}))",
            connection,
            transaction)
        {
            CommandTimeout = 0,
        };
        await draw.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> HasBaseAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new($"SELECT EXISTS (SELECT FROM {_counts} WHERE task_table = $1 AND is_base)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static string Sums(string before, string after) =>
        string.Join(", ", PostgreSqlSchema.CountColumns.Select(c => $"{before}sum({c}){after}"));
}
