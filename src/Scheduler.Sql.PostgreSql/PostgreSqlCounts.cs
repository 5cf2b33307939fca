using System.Data;
using System.Data.Common;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>The kept counts in PostgreSQL, where one statement can take rows and put others in their place.</summary>
internal sealed class PostgreSqlCounts(PostgreSqlConnections connections, PostgreSqlDialect dialect) : KeptCounts<NpgsqlConnection, NpgsqlTransaction>
{
    protected override string Counts { get; } = dialect.Qualify(CountsTable.Name);

    protected override string Parameter => "$1";

    protected override string IntegerType => "bigint";

    protected override ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => connections.OpenAsync(cancellationToken);

    protected override ValueTask<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, IsolationLevel isolation, CancellationToken cancellationToken) =>
        PostgreSqlConnections.BeginAsync(connection, isolation, cancellationToken);

    protected override DbCommand Command(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, string table)
    {
        NpgsqlCommand command = new(sql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return command;
    }

    protected override async ValueTask<long> FoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string table, CancellationToken cancellationToken)
    {
        string sums = string.Join(", ", CountsTable.States.Select(static state => $"sum({state})"));
        await using DbCommand command = Command(
            connection,
            transaction,
            $"""
            WITH folded AS (
                DELETE FROM {Counts} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {Counts} WHERE task_table = $1 LIMIT {MostFolded} FOR UPDATE SKIP LOCKED)) RETURNING *)
            INSERT INTO {Counts} SELECT $1, {sums}, bool_or(is_base) FROM folded HAVING count(*) > 0 RETURNING (SELECT count(*) FROM folded)
            """,
            table);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long count ? count : 0;
    }

    protected override async ValueTask<bool> CountAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string table, CancellationToken cancellationToken)
    {
        string name = dialect.Qualify(table);
        string states = string.Join(", ", CountsTable.States.Select(static (_, state) => $"count(*) FILTER (WHERE task_state = {state})"));
        await using DbCommand count = Command(
            connection,
            transaction,
            $"WITH gone AS (DELETE FROM {Counts} WHERE task_table = $1) INSERT INTO {Counts} SELECT $1, {states}, true FROM {name}",
            table);

        // The whole table is read.
        count.CommandTimeout = 0;
        try
        {
            await count.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.SerializationFailure)
        {
            return false;
        }

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
        return true;
    }
}
