using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed class MySqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others.
    private const int MostAttempts = 10;

    private readonly MySqlConnections _connections;
    private readonly MySqlDialect _dialect;
    private readonly MySqlCompiler _compiler;
    private readonly TimeSpan _longestWait;
    private readonly MySqlCounts _counts;
    private readonly LeaseConnection<MySqlConnection> _leases;

    /// <param name="connections">The connections; closed with the database if they are our own.</param>
    /// <param name="dialect">How SQL is written.</param>
    public MySqlDatabase(MySqlConnections connections, MySqlDialect dialect)
    {
        (_connections, _dialect) = (connections, dialect);
        _compiler = new MySqlCompiler(dialect);
        uint seconds = new MySqlConnectionStringBuilder(connections.ConnectionString).DefaultCommandTimeout;
        _longestWait = seconds > 0 ? TimeSpan.FromSeconds(Math.Max(0.5, seconds - 1.5)) : TimeSpan.MaxValue;
        _counts = new MySqlCounts(connections, dialect);
        _leases = new LeaseConnection<MySqlConnection>(connections.CreateForLeases);
        Schema = new MySqlSchema(connections, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override ValueTask<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
        MySqlStartCheck.FindAsync(_connections, cancellationToken);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 1; !await TrySendAsync(calls, attempt, began, cancellationToken).ConfigureAwait(false); attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void Send(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                bool hasPassedOver = false;
                _leases.Use(timeout, (connection, seconds) => hasPassedOver = Write(connection, calls, seconds));
                if (!hasPassedOver || TimeProvider.System.GetElapsedTime(began) > timeout / 4)
                {
                    return;
                }

                // Most transactions are over in a moment; one of this process that waits for a thread may not be.
                cancellationToken.WaitHandle.WaitOne(10);
                attempt = 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested
                && ((attempt < MostAttempts && IsConflictOfOthers(exception, TimeProvider.System.GetElapsedTime(began))) || (attempt <= MostLost && IsCut(exception))))
            {
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, 10 * attempt));
            }
        }
    }

    public override void Read(SqlCall call, TimeSpan timeout) => _leases.Use(timeout, (connection, seconds) =>
    {
        ValueTask read = ReadAsync(new MySqlPacket(connection, null, seconds).Append(MySqlSettings.Session), call, CancellationToken.None);
        Debug.Assert(read.IsCompleted, "The packet is waited for by the calling thread.");
        read.AsTask().GetAwaiter().GetResult();
    });

    public override ValueTask PrepareWriteAsync(TimeSpan timeout) => GuardAsync(_leases.OpenAsync(timeout));

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not MySqlTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException(
                $"The transaction is {(transaction is MySqlTransaction ? "over" : $"a {transaction.GetType().Name}")}; pass an open MySqlTransaction on the database of the tasks.",
                nameof(transaction));
        }

        BorrowedSession borrowed = await BorrowedSession.TakeAsync(connection, own, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(new MySqlSession(connection, own, ""), calls, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new UniqueConflictException(exception);
        }
        finally
        {
            await borrowed.GiveBackAsync().ConfigureAwait(false);
        }
    }

    protected override async ValueTask AskAsync(SqlCall call, CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _connections.OpenBareAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
        await ReadAsync(new MySqlPacket(connection, null).Append(_connections.Settings), call, cancellationToken).ConfigureAwait(false);
        _connections.Worked(connection);
    }

    private ValueTask ReadAsync(MySqlPacket packet, SqlCall call, CancellationToken cancellationToken)
    {
        ReadStep.Append(_compiler, packet, call);
        call.Sink?.Begin();
        return packet.SendAsync(cancellationToken, call.Sink is { } sink ? sink.Take : null);
    }

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

    // There is nothing in MySQL that could tell; the container wakes its own waiters, and other processes poll.
    public override IDisposable Watch(string table, Action signal) => LocalWatch.Of(_connections.ConnectionString, table).Add(signal);

    public override void Announce(string table) => LocalWatch.Of(_connections.ConnectionString, table).SignalAll();

    protected override CallFault Blame(Exception exception) => exception switch
    {
        MySqlException answer => MySqlAnswers.Blame(answer),
        EncoderFallbackException or UnstorableValueException => CallFault.Row,
        _ => CallFault.Store,
    };

    protected override async ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await _connections.OpenBareAsync(cancellationToken).ConfigureAwait(false);
        MySqlSession session = new(connection, null, _connections.Begin);
        try
        {
            await new MySqlTransactionRun(session, _compiler).RunAsync(new[] { call }, cancellationToken, isRehearsal: true).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new UniqueConflictException(exception);
        }
        finally
        {
            await session.AbandonAsync().ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _leases.Dispose();
        return _connections.DisposeAsync();
    }

    public override bool HasWaitedTooLong(Exception exception) =>
        Cause(exception) is MySqlException { ErrorCode: MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CommandTimeoutExpired };

    public override StoreUnavailableException? Unavailable(Exception exception) => MySqlErrors.Unavailable(exception);

    protected override bool IsCut(Exception exception) => MySqlErrors.IsCut(exception);

    private bool IsConflictOfOthers(Exception exception, TimeSpan waited) => exception is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock }
        || (exception is MySqlException { ErrorCode: MySqlErrorCode.LockWaitTimeout } && waited < _longestWait);

    // A connection on which this fails is closed, and with it what it has begun. Answers whether it is worth another try, because rows were passed over.
    private bool Write(MySqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds)
    {
        MySqlTransactionRun transaction = new(new MySqlSession(connection, null, MySqlConnections.BeginForLeases(timeoutSeconds), timeoutSeconds), _compiler);
        ValueTask run = transaction.RunAsync(calls, CancellationToken.None);
        Debug.Assert(run.IsCompleted, "Every packet is waited for by the calling thread.");
        run.AsTask().GetAwaiter().GetResult();
        return transaction.HasPassedOver && calls.Span is [{ Statement: UpdateStatement { MovesTasks: false } }];
    }

    private ValueTask RunAsync(MySqlSession session, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken) =>
        calls.Span is [{ Statement.IsOfTasks: false } call]
            ? new MySqlOutputRun(session, _compiler).RunAsync(call, cancellationToken)
            : new MySqlTransactionRun(session, _compiler).RunAsync(calls, cancellationToken);

    // Whether it is done; if not, to try again helps.
    private async ValueTask<bool> TrySendAsync(ReadOnlyMemory<SqlCall> calls, int attempt, long began, CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _connections.OpenBareAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
        MySqlSession session = new(connection, null, _connections.Begin);
        try
        {
            await RunAsync(session, calls, cancellationToken).ConfigureAwait(false);
            _connections.Worked(connection);
            return true;
        }
        catch (Exception exception)
        {
            if (!await session.AbandonAsync().ConfigureAwait(false))
            {
                _connections.Doubt();
            }

            if ((attempt < MostAttempts && IsConflictOfOthers(exception, TimeProvider.System.GetElapsedTime(began)))
                || (attempt <= MostLost && !session.MayHaveCommitted && IsCut(exception)))
            {
                return false;
            }

            if (exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry })
            {
                throw new UniqueConflictException(exception);
            }

            throw;
        }
    }
}
