using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A MySQL or MariaDB database.</summary>
internal sealed class MySqlDatabase : ServerDatabase<MySqlConnection, MySqlTransaction>
{
    // Those of all containers in this process, whichever of them adds the tasks.
    private static readonly ConcurrentDictionary<string, Watchers> AllWatchers = new(StringComparer.Ordinal);

    private readonly MySqlConnections _connections;
    private readonly MySqlDialect _dialect;
    private readonly MySqlCompiler _compiler;
    private readonly TimeSpan _longestWait;
    private readonly Watchers _watchers;

    /// <param name="connections">The connections; closed with the database if they are our own.</param>
    /// <param name="dialect">How SQL is written.</param>
    public MySqlDatabase(MySqlConnections connections, MySqlDialect dialect)
        : base(new MySqlCounts(connections, dialect), connections.CreateForLeases)
    {
        (_connections, _dialect) = (connections, dialect);
        _compiler = new MySqlCompiler(dialect);
        uint seconds = new MySqlConnectionStringBuilder(connections.ConnectionString).DefaultCommandTimeout;
        _longestWait = seconds > 0 ? TimeSpan.FromSeconds(Math.Max(0.5, seconds - 1.5)) : TimeSpan.MaxValue;
        _watchers = AllWatchers.GetOrAdd(connections.ConnectionString, static _ => new Watchers());
        Schema = new MySqlSchema(connections, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override ValueTask<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
        MySqlStartCheck.FindAsync(_connections, cancellationToken);

    protected override async ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, Attempt attempt, CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _connections.OpenBareAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
        MySqlSession session = new(connection, null, _connections.Begin);
        try
        {
            await RunAsync(session, calls, cancellationToken).ConfigureAwait(false);
            _connections.Worked(connection);
        }
        catch (Exception)
        {
            attempt.MayHaveCommitted = session.MayHaveCommitted;
            if (!await session.AbandonAsync().ConfigureAwait(false))
            {
                _connections.Doubt();
            }

            throw;
        }
    }

    protected override bool Run(MySqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout)
    {
        MySqlSession session = new(connection, null, MySqlConnections.BeginForLeases(timeoutSeconds, lockTimeout), timeoutSeconds);
        MySqlTransactionRun transaction = new(session, _compiler);
        ValueTask run = transaction.RunAsync(calls, CancellationToken.None);
        Debug.Assert(run.IsCompleted, "Every packet is waited for by the calling thread.");
        try
        {
            run.AsTask().GetAwaiter().GetResult();
        }
        catch (MySqlException exception) when (!MySqlErrors.IsLost(exception))
        {
            // The connection is closed now, but the server gives up the locks of a closed one in its own time, and what follows passes over locked rows.
            session.AbandonAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }

        return !transaction.HasPassedOver || !All(calls.Span, static call => call.Statement is UpdateStatement { MovesTasks: false });
    }

    protected override void Ask(MySqlConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout)
    {
        ValueTask read = ReadAsync(() => new MySqlPacket(connection, null, timeoutSeconds).Append(MySqlConnections.SettingsForLeases(lockTimeout)), calls, CancellationToken.None);
        Debug.Assert(read.IsCompleted, "The packet is waited for by the calling thread.");
        read.AsTask().GetAwaiter().GetResult();
    }

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
            await OrConflictAsync(RunAsync(new MySqlSession(connection, own, ""), calls, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            await borrowed.GiveBackAsync().ConfigureAwait(false);
        }
    }

    protected override async ValueTask AskAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _connections.OpenBareAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = connection.ConfigureAwait(false);
        await ReadAsync(() => new MySqlPacket(connection, null).Append(_connections.Settings), calls, cancellationToken).ConfigureAwait(false);
        _connections.Worked(connection);
    }

    // Statements without values travel together; values have names that are those of one statement.
    private async ValueTask ReadAsync(Func<MySqlPacket> begin, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int i = 0; i < calls.Length;)
        {
            MySqlPacket packet = begin();
            List<Action<MySqlRowReader>?> readers = [];
            do
            {
                SqlCall call = calls.Span[i];
                packet.Append(readers.Count == 0 ? "" : "; ");
                ReadStep.Append(_compiler, packet, call);
                call.Sink?.Begin();
                readers.Add(call.Sink is { } sink ? sink.Take : null);
                i++;
            }
            while (i < calls.Length && calls.Span[i] is { Parameters: null, Rows: null } && packet.Command.Parameters.Count == 0);

            await packet.SendAsync(cancellationToken, [.. readers]).ConfigureAwait(false);
        }
    }

    // There is nothing in MySQL that could tell other processes; they poll.
    public override IDisposable Watch(string table, Action signal) => _watchers.Add(table, signal);

    public override void Announce(string table) => _watchers.Signal(table);

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
            await OrConflictAsync(new MySqlTransactionRun(session, _compiler).RunAsync(new[] { call }, cancellationToken, isRehearsal: true)).ConfigureAwait(false);
        }
        finally
        {
            await session.AbandonAsync().ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    public override bool HasWaitedTooLong(Exception exception) =>
        Cause(exception) is MySqlException { ErrorCode: MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CommandTimeoutExpired };

    public override StoreUnavailableException? Unavailable(Exception exception) => MySqlErrors.Unavailable(exception);

    protected override bool IsCut(Exception exception) => MySqlErrors.IsCut(exception);

    protected override bool IsConflictOfOthers(Exception exception, TimeSpan waited) => exception is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock }
        || (exception is MySqlException { ErrorCode: MySqlErrorCode.LockWaitTimeout } && waited < _longestWait);

    protected override bool IsDuplicate(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry };

    private static bool All(ReadOnlySpan<SqlCall> calls, Predicate<SqlCall> holds)
    {
        foreach (SqlCall call in calls)
        {
            if (!holds(call))
            {
                return false;
            }
        }

        return true;
    }

    private ValueTask RunAsync(MySqlSession session, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken) =>
        All(calls.Span, static call => !call.Statement.IsOfTasks)
            ? new MySqlPlainRun(session, _compiler).RunAsync(calls.Span, cancellationToken)
            : new MySqlTransactionRun(session, _compiler).RunAsync(calls, cancellationToken);
}
