using System.Data.Common;

namespace GeneratedScheduler.Sql;

/// <summary>One database, as one process uses it: its connections, and how statements are carried out there. Safe for concurrent use.</summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>How often a call goes to another connection because its own is gone. Those of a pool mostly go together.</summary>
    protected const int MostLost = 3;

    // Where an exception keeps the number of the call that it is about.
    private static readonly object FailedCall = new();

    /// <summary>How SQL is written there.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Reads and changes the schema.</summary>
    public abstract SqlSchema Schema { get; }

    /// <summary>
    /// Asks once, at the start, for what would keep tasks from working here later: settings of the connections and of the server. Each answer is a
    /// sentence that says what to write instead.
    /// </summary>
    public virtual ValueTask<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) => new([]);

    /// <summary>
    /// Carries out statements that change rows, in their order, as one transaction: all of it or nothing. Repeats it when the database
    /// asks for that (deadlock, busy), and once if it answers something that is not known. Many calls of one moment may share a transaction as
    /// long as each succeeds or fails on its own.
    /// </summary>
    /// <exception cref="UniqueConflictException">A row with the id or the unique key is there already.</exception>
    /// <exception cref="RefusedException">The database does not take one of the rows as it is. Nothing was changed.</exception>
    /// <exception cref="ConditionFailedException">A call that is a condition has not changed all its rows. Nothing was changed.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(calls, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception exception) when (Blame(exception) == CallFault.Row)
        {
            throw RefusedBy(exception);
        }
        catch (Exception exception) when (Blame(exception) == CallFault.Unknown)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 80)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }

        try
        {
            await SendAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Blame(exception) != CallFault.Store)
        {
            throw RefusedBy(exception);
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>
    /// The same on the calling thread, which waits for the database by itself: no thread of the pool is needed until it returns, and no connection
    /// that others could have taken. For what must be done in time: renewing leases.
    /// </summary>
    /// <param name="calls">The statements. Of an update with <see cref="UpdateStatement.PassesOverLocked"/>, the sink may get a row twice.</param>
    /// <param name="timeout">For each step.</param>
    /// <param name="lockTimeout">How long a step waits for a lock, where the server has such a limit.</param>
    /// <param name="cancellationToken">Ends a wait between two tries.</param>
    /// <exception cref="RefusedException">The database does not take one of the rows as it is. Nothing was changed.</exception>
    public void Write(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        try
        {
            Send(calls, timeout, lockTimeout, cancellationToken);
            return;
        }
        catch (Exception exception) when (Blame(exception) == CallFault.Row)
        {
            throw RefusedBy(exception);
        }
        catch (Exception exception) when (Blame(exception) == CallFault.Unknown)
        {
            cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(20, 80));
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }

        try
        {
            Send(calls, timeout, lockTimeout, cancellationToken);
        }
        catch (Exception exception) when (Blame(exception) != CallFault.Store)
        {
            throw RefusedBy(exception);
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <inheritdoc cref="Write"/>
    protected abstract void Send(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout, CancellationToken cancellationToken);

    /// <summary>Carries out statements that only read, likewise on the calling thread.</summary>
    public abstract void Read(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout);

    /// <summary>Sees to it that <see cref="Write"/> finds its connection open. Called before each claim, when it costs nothing but a look.</summary>
    public virtual ValueTask PrepareWriteAsync(TimeSpan timeout) => default;

    /// <summary>The same in a transaction of the application's own, which is neither committed nor rolled back here.</summary>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another provider.</exception>
    /// <exception cref="RefusedException">The database does not take one of the rows as it is.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(calls, transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ArgumentException && Blame(exception) != CallFault.Store)
        {
            throw RefusedBy(exception);
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>Whether the database takes a call as it is: carries it out and takes it back. For calls that were refused, to find the row to blame.</summary>
    public async ValueTask<bool> TryAsync(SqlCall call, CancellationToken cancellationToken)
    {
        try
        {
            await RehearseAsync(call, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is UniqueConflictException || Blame(exception) != CallFault.Store)
        {
            return false;
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>Notes in an exception which of the calls it is about, from 0.</summary>
    public static void NoteFailedCall(Exception exception, int call) => exception.Data[FailedCall] = call;

    /// <summary>Which of the calls a write has failed with, from 0; <see langword="null"/> if that is not known.</summary>
    public static int? FailedCallOf(Exception exception) =>
        (exception.Data[FailedCall] ?? exception.InnerException?.Data[FailedCall]) as int?;

    /// <summary>The place behind the last call that is a condition; 0 if none is.</summary>
    public static int EndOfConditions(ReadOnlySpan<SqlCall> calls)
    {
        int end = calls.Length;
        while (end > 0 && !calls[end - 1].IsCondition)
        {
            end--;
        }

        return end;
    }

    /// <summary>Carries out one statement that only reads.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken) => ReadAsync(new[] { call }, cancellationToken);

    /// <summary>Carries out statements that only read, in as few round trips as the database allows.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public async ValueTask ReadAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await AskAsync(calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (attempt <= MostLost && IsCut(exception))
            {
                // The next attempt gets another connection.
            }
            catch (Exception exception) when (Unavailable(exception) is { } unavailable)
            {
                throw unavailable;
            }
        }
    }

    /// <summary>How many tasks of a table are in each state, from the kept counts: nothing is scanned.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used at present.</exception>
    public async ValueTask<Storage.TaskCounts> CountAsync(string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await AskCountsAsync(table, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt <= MostLost && IsCut(exception))
            {
                // The next attempt gets another connection.
            }
            catch (Exception exception) when (Unavailable(exception) is { } unavailable)
            {
                throw unavailable;
            }
        }
    }

    /// <summary>
    /// Sees to it, at each start, that the kept counts of a table are there: if somebody has dropped or emptied them, the table is counted once. Several
    /// processes may do so at once, while others move tasks.
    /// </summary>
    public abstract ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken);

    /// <summary>Adds up what many writers have left as counts of a table. Called now and then; several processes may do so at once.</summary>
    public abstract ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="signal"/> when the table may have something to claim: for each <see cref="Announce"/> in this process, whichever container it
    /// comes from, and when another process may have added tasks, which is a hint that may come late or not at all. Disposing the answer ends it.
    /// </summary>
    public abstract IDisposable Watch(string table, Action signal);

    /// <summary>
    /// Notifies all watchers of the table that it may have something to claim: those of this process once, before it returns, and other processes soon. Never
    /// throws, never waits for the database.
    /// </summary>
    public abstract void Announce(string table);

    /// <summary>
    /// Whether an open transaction keeps everybody else from changing anything in the database; then the one who has it must not wait for a change.
    /// </summary>
    public virtual bool HasOneWriter => false;

    /// <summary>SQL without which the database cannot even be opened beside an open transaction; <see langword="null"/> if it can.</summary>
    /// <exception cref="ArgumentException">The transaction is over, or is one of another provider.</exception>
    public virtual string? NeededToOpenBeside(DbTransaction transaction) => null;

    /// <summary>Whether a call that has failed may have been carried out, because its connection broke while it was under way.</summary>
    public bool IsUncertain(StoreUnavailableException exception) => exception.MayHaveChanged && exception.InnerException is { } cause && IsCut(cause);

    /// <summary>Whether a call has failed because it waited too long for somebody else's transaction, or for an answer at all.</summary>
    public virtual bool HasWaitedTooLong(Exception exception) => false;

    /// <summary>What to throw in the place of an exception that means that the database cannot be used at present; <see langword="null"/> for any other one.</summary>
    public abstract StoreUnavailableException? Unavailable(Exception exception);

    public abstract ValueTask DisposeAsync();

    /// <summary>Carries out a transaction of our own, as <see cref="WriteAsync(ReadOnlyMemory{SqlCall}, CancellationToken)"/> says.</summary>
    protected abstract ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken);

    /// <summary>Carries out calls in a transaction of the application's own.</summary>
    protected abstract ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Carries out statements that only read.</summary>
    protected abstract ValueTask AskAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken);

    /// <summary>Reads the kept counts.</summary>
    protected abstract ValueTask<Storage.TaskCounts> AskCountsAsync(string table, CancellationToken cancellationToken);

    /// <summary>Whether an exception means that the connection is gone, while another one may work.</summary>
    protected virtual bool IsCut(Exception exception) => false;

    /// <summary>Waits, and hands on what the provider throws while the database cannot be used as an exception of ours.</summary>
    protected ValueTask GuardAsync(ValueTask call) => call.IsCompletedSuccessfully ? call : WaitGuardedAsync(call);

    private async ValueTask WaitGuardedAsync(ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception exception) when (Unavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>What the provider has thrown, also if callers get an exception of ours.</summary>
    protected static Exception Cause(Exception exception) => (exception as StoreUnavailableException)?.InnerException ?? exception;

    /// <summary>Carries out a call in a transaction that is rolled back.</summary>
    protected abstract ValueTask RehearseAsync(SqlCall call, CancellationToken cancellationToken);

    /// <summary>What an exception that a call ended with says about the call. The one place where a dialect sorts the answers of its server.</summary>
    protected abstract CallFault Blame(Exception exception);

    /// <summary>Which row of the call the database has named in its answer, from 0; <see langword="null"/> if it names none.</summary>
    protected virtual int? RowOf(Exception exception) => null;

    private RefusedException RefusedBy(Exception exception) => new(exception, RowOf(exception));
}
