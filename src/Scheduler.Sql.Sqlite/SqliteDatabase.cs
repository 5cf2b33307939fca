using System.Data.Common;
using GeneratedScheduler.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>One container's use of a SQLite file.</summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private readonly SqliteFile _file;
    private int _isDisposed;

    public SqliteDatabase(SqliteLocation location)
    {
        _file = SqliteFile.Acquire(location);
        Schema = new SqliteSchema(_file);
    }

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override SqlSchema Schema { get; }

    /// <summary>Takes another clock for all who use the file in this process; only for tests.</summary>
    internal void UseClock(TimeProvider time) => _file.Clock = new SqliteClock(time, "a test");

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        EncodedCall[] encoded = EncodedCall.FromAll(calls.Span);
        try
        {
            await _file.Writer.WriteAsync(encoded, cancellationToken).ConfigureAwait(false);
            Deliver(encoded);
        }
        catch (ConditionFailedException)
        {
            Deliver(encoded);
            throw;
        }
        finally
        {
            EncodedCall.DisposeAll(encoded);
        }
    }

    // The writer has a thread of its own, and the calling one waits for it.
    protected override void Send(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        EncodedCall[] encoded = EncodedCall.FromAll(calls.Span);
        try
        {
            _file.Writer.Write(encoded, timeout);
            Deliver(encoded);
        }
        finally
        {
            EncodedCall.DisposeAll(encoded);
        }
    }

    protected override ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteConnection connection = ConnectionOf(transaction);
        EncodedCall[] encoded = EncodedCall.FromAll(calls.Span);
        try
        {
            using SqliteSession session = SqliteSession.Borrow(connection, _file.Location.Path);
            using WriteTransaction write = new(session);
            write.Begin(_file.Clock, isOwn: false);
            write.Run(encoded, areLast: true);
            Deliver(encoded);
            return ValueTask.CompletedTask;
        }
        finally
        {
            EncodedCall.DisposeAll(encoded);
        }
    }

    protected override async ValueTask AskAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        EncodedCall[] encoded = EncodedCall.FromAll(calls.Span);
        try
        {
            await _file.Readers.UseAsync(session => Read(session, encoded), cancellationToken).ConfigureAwait(false);
            Deliver(encoded);
        }
        finally
        {
            EncodedCall.DisposeAll(encoded);
        }
    }

    public override void Read(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout)
    {
        EncodedCall[] encoded = EncodedCall.FromAll(calls.Span);
        try
        {
            _file.Readers.Use(session => Read(session, encoded), timeout);
            Deliver(encoded);
        }
        finally
        {
            EncodedCall.DisposeAll(encoded);
        }
    }

    protected override ValueTask<TaskCounts> AskCountsAsync(string table, CancellationToken cancellationToken) => _file.Readers.UseAsync(
        session =>
        {
            using ValueBuffer values = new();
            new SqliteColumnWriter(values).WriteText(table);
            return CallRunner.Execute(session, CountsSql.Counts, values, new Moment(), static s => s.Step() ? CountsOf(s) : (TaskCounts?)null)
                ?? Scan(session, table);
        },
        cancellationToken);

    // The first write makes the row, in its own transaction; until then a question counts by itself. A start needs no write lock for it.
    public override ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    // A table has one row of counts, which each transaction brings up to date.
    public override ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override IDisposable Watch(string table, Action signal)
    {
        IDisposable watch = _file.Watchers.Add(table, signal);
        _file.Writer.Watch();
        return watch;
    }

    // Other processes notice by themselves: what came is counted with it.
    public override void Announce(string table) => _file.Watchers.Signal(table);

    public override bool HasOneWriter => true;

    // Another mode is switched to when a connection is opened, which needs the file for itself.
    public override string? NeededToOpenBeside(DbTransaction transaction)
    {
        using SqliteSession session = SqliteSession.Borrow(ConnectionOf(transaction), _file.Location.Path);
        return session.Ask("PRAGMA journal_mode", static s => s.Text(0)) == "wal" ? null : "PRAGMA journal_mode = WAL;";
    }

    protected override CallFault Blame(Exception exception) => SqliteErrors.Blame(exception);

    // Rows are written one by one, so that it is known which one was refused.
    protected override int? RowOf(Exception exception) => exception.Data[CallRunner.RefusedRow] as int?;

    protected override ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken) =>
        throw new NotSupportedException("SQLite names the row that it refuses.");

    // The codes of SQLite become such an exception where they are read.
    public override StoreUnavailableException? Unavailable(Exception exception) => null;

    public override ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _isDisposed, 1) == 0 ? _file.ReleaseAsync() : ValueTask.CompletedTask;

    private bool Read(SqliteSession session, EncodedCall[] calls)
    {
        foreach (EncodedCall call in calls)
        {
            Read(session, call);
        }

        return true;
    }

    private void Read(SqliteSession session, EncodedCall call)
    {
        Moment now = new();
        _file.Clock.Read(session, now);
        // Several rows of input are several statements: they all see the same.
        bool isMany = call.Rows > 1;
        if (isMany)
        {
            session.Run("BEGIN");
        }

        CallRunner.Run(session, call, now, null);
        if (isMany)
        {
            session.Run("COMMIT");
        }
    }

    private static TaskCounts Scan(SqliteSession session, string table)
    {
        using PreparedStatement scan = new(session, CountsSql.Scan(table));
        return scan.Step() ? CountsOf(scan) : default;
    }

    private static TaskCounts CountsOf(PreparedStatement row) => new()
    {
        Unstarted = row.Long(0),
        Waiting = row.Long(1),
        Running = row.Long(2),
        Exporting = row.Long(3),
        Succeeded = row.Long(4),
        Failed = row.Long(5),
        Stopped = row.Long(6),
    };

    private static void Deliver(EncodedCall[] calls)
    {
        foreach (EncodedCall call in calls)
        {
            call.Deliver();
        }
    }

    private SqliteConnection ConnectionOf(DbTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (transaction is not SqliteTransaction sqlite)
        {
            throw new ArgumentException(
                $"The tasks are in SQLite, and the transaction is a {transaction.GetType()}. Take one of {typeof(SqliteConnection)} on the same file.", nameof(transaction));
        }

        if (sqlite.Connection is not { Handle: { } handle } connection)
        {
            throw new ArgumentException("The transaction is over: it was committed, rolled back or disposed.", nameof(transaction));
        }

        string path = raw.sqlite3_db_filename(handle, "main").utf8_to_string();
        return SamePath.Is(path, _file.Location.Path)
            ? connection
            : throw new ArgumentException($"The transaction is one on '{path}', and the tasks are in '{_file.Location.Path}'.", nameof(transaction));
    }
}
