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
    private readonly PostgreSqlCounts _counts;
    private readonly LeaseConnection<NpgsqlConnection> _leases;
    private NpgsqlDataSource? _sourceOfLeases;

    /// <param name="source">The connections.</param>
    /// <param name="ownsSource">Whether they are closed with the database.</param>
    /// <param name="dialect">How SQL is written.</param>
    /// <param name="outsideOfPool">Connections that count against no pool, opened within a time; <see langword="null"/> to take one of the source and keep it.</param>
    public PostgreSqlDatabase(
        NpgsqlDataSource source, bool ownsSource, PostgreSqlDialect dialect, Func<TimeSpan, NpgsqlDataSource>? outsideOfPool = null)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        _leases = new LeaseConnection<NpgsqlConnection>(timeout => (outsideOfPool is null ? source : _sourceOfLeases ??= outsideOfPool(timeout)).CreateConnection());
        _calls = new PostgreSqlCalls(dialect);
        _notifier = new PostgreSqlNotifier(source);
        _counts = new PostgreSqlCounts(source, dialect);
        Schema = new PostgreSqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await RunAsync(connection, null, calls, cancellationToken).ConfigureAwait(false);
                return;
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
                _leases.Use(timeout, (connection, seconds) => _calls.Run(connection, calls.Span, seconds));
                return;
            }
            catch (PostgresException exception) when (IsConflictOfOthers(exception) && attempt < MostAttempts && !cancellationToken.IsCancellationRequested)
            {
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, 10 * attempt));
            }
        }
    }

    public override void Read(SqlCall call, TimeSpan timeout) =>
        _leases.Use(timeout, (connection, seconds) => _calls.Run(connection, [call], seconds));

    public override ValueTask PrepareWriteAsync(TimeSpan timeout) => _leases.OpenAsync(timeout);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
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

    public override ValueTask<TaskCounts> CountAsync(string table, CancellationToken cancellationToken) => _counts.ReadAsync(table, cancellationToken);

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

    public override bool HasWaitedTooLong(Exception exception) => exception
        is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
        or NpgsqlException { InnerException: TimeoutException };

    protected override async ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(new[] { call }, transaction, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _notifier.DisposeAsync().ConfigureAwait(false);
        _leases.Dispose();
        if (_sourceOfLeases is { } own)
        {
            await own.DisposeAsync().ConfigureAwait(false);
        }

        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsConflictOfOthers(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private ValueTask RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken) =>
        _calls.RunAsync(connection, transaction, calls, cancellationToken);
}
