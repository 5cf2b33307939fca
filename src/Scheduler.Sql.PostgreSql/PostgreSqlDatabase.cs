using System.Data;
using System.Data.Common;
using System.Text;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>A PostgreSQL database: each call is one round trip, and one transaction.</summary>
internal sealed class PostgreSqlDatabase : ServerDatabase<NpgsqlConnection, NpgsqlTransaction>
{
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlDialect _dialect;
    private readonly PostgreSqlCalls _calls;
    private readonly PostgreSqlNotifier _notifier;

    public PostgreSqlDatabase(PostgreSqlConnections connections, PostgreSqlDialect dialect)
        : base(new PostgreSqlCounts(connections, dialect), connections.CreateForLeases)
    {
        (_connections, _dialect) = (connections, dialect);
        _calls = new PostgreSqlCalls(dialect);
        _notifier = new PostgreSqlNotifier(connections);
        Schema = new PostgreSqlSchema(connections, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override ValueTask<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
        PostgreSqlStartCheck.FindAsync(_connections, cancellationToken);

    protected override async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The commit travels with the calls.
            attempt.MayHaveCommitted = !PostgreSqlErrors.IsEnded(exception);
            throw;
        }
    }

    protected override bool Run(NpgsqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout)
    {
        _calls.Run(connection, _connections.Before, calls.Span, _connections.After, timeoutSeconds, lockTimeout);
        return true;
    }

    protected override void Ask(NpgsqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout) =>
        _calls.Run(connection, _connections.Before, calls.Span, _connections.After, timeoutSeconds, lockTimeout);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not NpgsqlTransaction own)
        {
            throw new ArgumentException(
                $"The transaction is a {transaction.GetType().Name}; pass an open NpgsqlTransaction on the database of the tasks.", nameof(transaction));
        }

        try
        {
            await OrConflictAsync(_calls.RunAsync(own.Connection!, own, [], calls, null, cancellationToken)).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // Over, or its connection is closed or busy.
            throw new ArgumentException($"The transaction cannot be used: {exception.Message}. Pass an open one whose connection does nothing else.", nameof(transaction), exception);
        }
    }

    protected override ValueTask AskAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken) => RunAsync(calls, cancellationToken);

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
        await base.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    protected override bool IsConflictOfOthers(Exception exception, TimeSpan waited) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    protected override bool IsDuplicate(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _calls.RunAsync(connection, null, _connections.Before, calls, _connections.After, cancellationToken).ConfigureAwait(false);
    }
}
