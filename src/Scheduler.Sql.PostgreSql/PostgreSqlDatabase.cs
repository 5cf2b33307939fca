using System.Data.Common;
using System.Text;
using GeneratedScheduler.Containers;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>A PostgreSQL database: each call is one round trip, and one transaction.</summary>
internal sealed class PostgreSqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others: deadlocks and serialization failures.
    private const int MostAttempts = 5;

    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly PostgreSqlDialect _dialect;
    private readonly PostgreSqlCalls _calls;
    private readonly PostgreSqlNotifier _notifier;

    public PostgreSqlDatabase(NpgsqlDataSource source, bool ownsSource, PostgreSqlDialect dialect)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        _calls = new PostgreSqlCalls(dialect);
        _notifier = new PostgreSqlNotifier(source);
        Schema = new PostgreSqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await RunAsync(connection, null, calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not NpgsqlTransaction own)
        {
            throw new ArgumentException(
                $"The transaction is a {transaction.GetType().Name}; pass an open NpgsqlTransaction on the database of the tasks.", nameof(transaction));
        }

        try
        {
            await RunAsync(own.Connection!, own, calls, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // Over, or its connection is closed or busy.
            throw new ArgumentException($"The transaction cannot be used: {exception.Message}. Pass an open one whose connection does nothing else.", nameof(transaction), exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new UniqueConflictException(exception);
        }
    }

    public override async ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, null, new[] { call }, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<TaskCounts> CountAsync(string table, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _source.CreateCommand(
            $"SELECT {Sums("coalesce(", ", 0)::bigint")} FROM {_dialect.Qualify(PostgreSqlDialect.Counts)} WHERE task_table = $1");
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
    public override async ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken)
    {
        string counts = _dialect.Qualify(PostgreSqlDialect.Counts);
        await using NpgsqlCommand command = _source.CreateCommand(
            $"""
            WITH folded AS (
                DELETE FROM {counts} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {counts} WHERE task_table = $1 LIMIT 10000 FOR UPDATE SKIP LOCKED)) RETURNING *)
            INSERT INTO {counts} SELECT $1, {Sums("", "")} FROM folded HAVING count(*) > 0
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public override IDisposable Watch(string table, Action signal) => _notifier.Watch(_dialect.Qualify(table), signal);

    public override void Announce(string table) => _notifier.Announce(_dialect.Qualify(table));

    // Class 22 is "data exception": too long, out of range, not encodable. The rest is what Npgsql finds before it sends anything.
    public override bool IsBadValue(Exception exception) => exception
        is PostgresException { SqlState: ['2', '2', ..] }
        or EncoderFallbackException
        or OverflowException
        or InvalidCastException;

    public override async ValueTask DisposeAsync()
    {
        await _notifier.DisposeAsync().ConfigureAwait(false);
        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string Sums(string before, string after) =>
        string.Join(", ", PostgreSqlSchema.CountColumns.Select(c => $"{before}sum({c}){after}"));

    private ValueTask RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken) =>
        _calls.RunAsync(connection, transaction, calls, cancellationToken);
}
