using System.Data.Common;
using System.Diagnostics;
using System.Text;
using GeneratedScheduler.Containers;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed class MySqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others.
    private const int MostAttempts = 10;

    // For how long connections are asked whether they are still there after one of them has broken.
    private static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(1);

    private readonly MySqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly MySqlDialect _dialect;
    private readonly MySqlCompiler _compiler;
    private readonly string _begin;
    private readonly TimeSpan _longestWait;
    private long _brokenAt = TimeProvider.System.GetTimestamp() - (long)(DoubtTime.TotalSeconds * TimeProvider.System.TimestampFrequency);
    private readonly MySqlCounts _counts;
    private readonly LeaseConnection<MySqlConnection> _leases;

    /// <param name="source">The connections.</param>
    /// <param name="ownsSource">Whether they are closed with the database, and have been made with <see cref="MySqlConnections"/>.</param>
    /// <param name="dialect">How SQL is written.</param>
    public MySqlDatabase(MySqlDataSource source, bool ownsSource, MySqlDialect dialect)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        _compiler = new MySqlCompiler(dialect);
        uint seconds = new MySqlConnectionStringBuilder(source.ConnectionString).DefaultCommandTimeout;
        _longestWait = seconds > 0 ? TimeSpan.FromSeconds(Math.Max(0.5, seconds - 1.5)) : TimeSpan.MaxValue;
        _begin = ownsSource ? MySqlConnections.Begin : MySqlConnections.BeginAnywhere;
        _counts = new MySqlCounts(source, dialect);
        _leases = new LeaseConnection<MySqlConnection>(ownsSource ? timeout => MySqlConnections.OutsideOfPool(source, timeout) : _ => source.CreateConnection());
        Schema = new MySqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MySqlException exception) when (attempt < MostAttempts && IsConflictOfOthers(exception, TimeProvider.System.GetElapsedTime(began)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
            {
                throw new UniqueConflictException(exception);
            }
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
            catch (MySqlException exception) when (IsConflictOfOthers(exception, TimeProvider.System.GetElapsedTime(began)) && attempt < MostAttempts && !cancellationToken.IsCancellationRequested)
            {
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, 10 * attempt));
            }
        }
    }

    public override void Read(SqlCall call, TimeSpan timeout) => _leases.Use(timeout, (connection, seconds) =>
    {
        ValueTask read = ReadAsync(new MySqlPacket(connection, null, seconds), call, CancellationToken.None);
        Debug.Assert(read.IsCompleted, "The packet is waited for by the calling thread.");
        read.AsTask().GetAwaiter().GetResult();
    });

    public override ValueTask PrepareWriteAsync(TimeSpan timeout) => _leases.OpenAsync(timeout);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not MySqlTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException(
                $"The transaction is {(transaction is MySqlTransaction ? "over" : $"a {transaction.GetType().Name}")}; pass an open MySqlTransaction on the database of the tasks.",
                nameof(transaction));
        }

        try
        {
            MySqlSession session = new(connection, own, _begin);
            await new MySqlTransactionRun(session, _compiler).RunAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new UniqueConflictException(exception);
        }
    }

    public override async ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await ReadAsync(new MySqlPacket(connection, null), call, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask ReadAsync(MySqlPacket packet, SqlCall call, CancellationToken cancellationToken)
    {
        ReadStep.Append(_compiler, packet, call);
        call.Sink?.Begin();
        return packet.SendAsync(cancellationToken, call.Sink is { } sink ? sink.Take : null);
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

    // There is nothing in MySQL that could tell; the container wakes its own waiters, and other processes poll.
    public override IDisposable Watch(string table, Action signal) => LocalWatch.Of(_source.ConnectionString, table).Add(signal);

    public override void Announce(string table) => LocalWatch.Of(_source.ConnectionString, table).SignalAll();

    protected override CallFault Blame(Exception exception) => exception switch
    {
        MySqlException answer => MySqlAnswers.Blame(answer),
        EncoderFallbackException or UnstorableValueException => CallFault.Row,
        _ => CallFault.Store,
    };

    protected override async ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        MySqlSession session = new(connection, null, _begin);
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
        return _ownsSource ? _source.DisposeAsync() : default;
    }

    public override bool HasWaitedTooLong(Exception exception) =>
        exception is MySqlException { ErrorCode: MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CommandTimeoutExpired };

    private bool IsConflictOfOthers(MySqlException exception, TimeSpan waited) =>
        exception.ErrorCode == MySqlErrorCode.LockDeadlock || (exception.ErrorCode == MySqlErrorCode.LockWaitTimeout && waited < _longestWait);

    // A connection on which this fails is closed, and with it what it has begun. Answers whether it is worth another try, because rows were passed over.
    private bool Write(MySqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds)
    {
        MySqlTransactionRun transaction = new(new MySqlSession(connection, null, _begin, timeoutSeconds), _compiler);
        ValueTask run = transaction.RunAsync(calls, CancellationToken.None);
        Debug.Assert(run.IsCompleted, "Every packet is waited for by the calling thread.");
        run.AsTask().GetAwaiter().GetResult();
        return transaction.HasPassedOver && calls.Span is [{ Statement: UpdateStatement { MovesTasks: false } }];
    }

    private async ValueTask WriteOnceAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        MySqlSession session = new(connection, null, _begin);
        try
        {
            if (calls.Span is [{ Statement.IsOfTasks: false } call])
            {
                await new MySqlOutputRun(session, _compiler).RunAsync(call, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await new MySqlTransactionRun(session, _compiler).RunAsync(calls, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            if (!await session.AbandonAsync().ConfigureAwait(false))
            {
                Volatile.Write(ref _brokenAt, TimeProvider.System.GetTimestamp());
            }

            throw;
        }
    }

    // Nobody asks the connections of a pool whether they are still there. When one has broken, the others have most likely gone with it.
    private async ValueTask<MySqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        while (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _brokenAt)) < DoubtTime && !await connection.PingAsync(cancellationToken).ConfigureAwait(false))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        return connection;
    }
}
