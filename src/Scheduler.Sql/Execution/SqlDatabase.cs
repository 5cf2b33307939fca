using System.Data.Common;

namespace GeneratedScheduler.Sql;

/// <summary>One database, as one process uses it: its connections, and how statements are carried out there. Safe for concurrent use.</summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>How SQL is written there.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Reads and changes the schema.</summary>
    public abstract SqlSchema Schema { get; }

    /// <summary>
    /// Carries out statements that change rows, in their order, as one transaction: all of it or nothing. Repeats it when the database
    /// asks for that (deadlock, busy). Many calls of one moment may share a transaction as long as each succeeds or fails on its own.
    /// </summary>
    /// <exception cref="UniqueConflictException">A row with the id or the unique key is there already.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken);

    /// <summary>The same in a transaction of the application's own, which is neither committed nor rolled back here.</summary>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another provider.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Carries out one statement that only reads.</summary>
    public abstract ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken);

    /// <summary>How many tasks of a table are in each state, from the kept counts: nothing is scanned.</summary>
    public abstract ValueTask<Containers.TaskCounts> CountAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// Sees to it, at each start, that the kept counts of a table are there: if somebody has dropped or emptied them, the table is counted once. Several
    /// processes may do so at once, while others move tasks.
    /// </summary>
    public abstract ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken);

    /// <summary>Adds up what many writers have left as counts of a table. Called now and then; several processes may do so at once.</summary>
    public abstract ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="signal"/> when another process may have added tasks to the table (or this one through another container). A hint
    /// that may come late or not at all. Disposing the answer ends it.
    /// </summary>
    public abstract IDisposable Watch(string table, Action signal);

    /// <summary>Tells other processes that the table may have something to claim. Never throws, never waits for the database.</summary>
    public abstract void Announce(string table);

    /// <summary>
    /// Whether an open transaction keeps everybody else from changing anything in the database; then the one who has it must not wait for a change.
    /// </summary>
    public virtual bool HasOneWriter => false;

    /// <summary>SQL without which the database cannot even be opened beside an open transaction; <see langword="null"/> if it can.</summary>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another provider.</exception>
    public virtual string? NeededToOpenBeside(DbTransaction transaction) => null;

    /// <summary>Whether an exception of the provider means that a task cannot be stored as it is, whatever is tried: a value out of range, too long, or not storable.</summary>
    public abstract bool IsBadValue(Exception exception);

    public abstract ValueTask DisposeAsync();
}

/// <summary>The database refused rows because of the id or the unique key of one of them. Caught by the container, which looks up which.</summary>
internal sealed class UniqueConflictException(Exception inner) : Exception("A row with the same id or unique key is there already.", inner);
