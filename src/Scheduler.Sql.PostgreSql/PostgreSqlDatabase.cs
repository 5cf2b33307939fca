using System.Data;
using System.Data.Common;
using System.Text;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>A PostgreSQL database: each call is one round trip, and one transaction.</summary>
internal sealed class PostgreSqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others: deadlocks and serialization failures.
    private const int MostAttempts = 5;

    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlDialect _dialect;
    private readonly PostgreSqlCalls _calls;
    private readonly PostgreSqlNotifier _notifier;
    private readonly PostgreSqlCounts _counts;
    private readonly LeaseConnection<NpgsqlConnection> _leases;

    public PostgreSqlDatabase(PostgreSqlConnections connections, PostgreSqlDialect dialect)
    {
        (_connections, _dialect) = (connections, dialect);
        _calls = new PostgreSqlCalls(dialect);
        _leases = new LeaseConnection<NpgsqlConnection>(connections.CreateForLeases);
        _notifier = new PostgreSqlNotifier(connections);
        _counts = new PostgreSqlCounts(connections, dialect);
        Schema = new PostgreSqlSchema(connections, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override ValueTask<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
        PostgreSqlStartCheck.FindAsync(_connections, cancellationToken);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync(calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (PostgreSqlErrors.IsEnded(exception) && attempt <= MostLost)
            {
                // The next attempt gets another connection.
            }
            catch (PostgresException exception) when (IsConflictOfOthers(exception) && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    protected override void Send(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                _leases.Use(timeout, (connection, seconds) => _calls.Run(connection, _connections.Before, calls.Span, _connections.After, seconds));
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested
                && ((attempt < MostAttempts && IsConflictOfOthers(exception)) || (attempt <= MostLost && IsCut(exception))))
            {
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, 10 * attempt));
            }
        }
    }

    public override void Read(SqlCall call, TimeSpan timeout) =>
        _leases.Use(timeout, (connection, seconds) => _calls.Run(connection, _connections.Before, [call], _connections.After, seconds));

    public override ValueTask PrepareWriteAsync(TimeSpan timeout) => GuardAsync(_leases.OpenAsync(timeout));

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not NpgsqlTransaction own)
        {
            throw new ArgumentException(
                $"The transaction is a {transaction.GetType().Name}; pass an open NpgsqlTransaction on the database of the tasks.", nameof(transaction));
        }

        try
        {
            await _calls.RunAsync(own.Connection!, own, [], calls, null, cancellationToken).ConfigureAwait(false);
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

    protected override ValueTask AskAsync(SqlCall call, CancellationToken cancellationToken) => RunAsync(new[] { call }, cancellationToken);

    protected override ValueTask<TaskCounts> AskCountsAsync(string table, CancellationToken cancellationToken) => _counts.ReadAsync(table, cancellationToken);

    public override ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken) => _counts.FoldAsync(table, cancellationToken);

    public override async ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken)
    {
        if (!await _counts.HasBaseAsync(table, cancellationToken).ConfigureAwait(false))
        {
            // One process at a time: two that counted at once would count twice.
            await Schema.ChangeAsync(
                async token =>
                {
                    await _counts.CountAnewAsync(table, token).ConfigureAwait(false);
                    return [];
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public override IDisposable Watch(string table, Action signal) => _notifier.Watch(_dialect.Qualify(table), signal);

    public override void Announce(string table) => _notifier.Announce(_dialect.Qualify(table));

    // What Npgsql finds before it sends anything is about a value.
    protected override CallFault Blame(Exception exception) => exception switch
    {
        PostgresException answer => PostgreSqlAnswers.Blame(answer.SqlState),
        EncoderFallbackException or OverflowException or InvalidCastException => CallFault.Row,
        _ => CallFault.Store,
    };

    public override bool HasWaitedTooLong(Exception exception) => Cause(exception)
        is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
        or NpgsqlException { InnerException: TimeoutException };

    protected override async ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction =
            await PostgreSqlConnections.BeginAsync(connection, IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await SendAsync(new[] { call }, transaction, cancellationToken).ConfigureAwait(false);
    }

    public override StoreUnavailableException? Unavailable(Exception exception) => PostgreSqlErrors.Unavailable(exception);

    protected override bool IsCut(Exception exception) => PostgreSqlErrors.IsCut(exception);

    public override async ValueTask DisposeAsync()
    {
        await _notifier.DisposeAsync().ConfigureAwait(false);
        _leases.Dispose();
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    private static bool IsConflictOfOthers(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    private async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _calls.RunAsync(connection, null, _connections.Before, calls, _connections.After, cancellationToken).ConfigureAwait(false);
    }
}
