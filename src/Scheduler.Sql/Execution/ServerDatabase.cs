using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>A database that is a server: its connections may be lost, and transactions meet those of others.</summary>
internal abstract class ServerDatabase<TConnection, TTransaction>(
    KeptCounts<TConnection, TTransaction> counts, Func<TimeSpan, TConnection> createForLeases) : SqlDatabase
    where TConnection : DbConnection
    where TTransaction : DbTransaction
{
    // How often a call is repeated that the server ended because of others.
    private const int MostAttempts = 10;

    private static readonly TimeSpan PassedOverPause = TimeSpan.FromMilliseconds(10);

    private readonly LeaseConnection<TConnection> _leases = new(createForLeases);

    public override ValueTask PrepareWriteAsync(TimeSpan timeout) => GuardAsync(_leases.OpenAsync(timeout));

    public override void Read(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout) =>
        _leases.Use(timeout, (connection, seconds) => Ask(connection, calls, seconds, lockTimeout));

    public override ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken) => counts.FoldAsync(table, cancellationToken);

    public override async ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken)
    {
        if (!await counts.HasBaseAsync(table, cancellationToken).ConfigureAwait(false))
        {
            // One process at a time: two that counted at once would count twice.
            await Schema.ChangeAsync(
                async token =>
                {
                    await counts.CountAsync(table, token).ConfigureAwait(false);
                    return [];
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _leases.Dispose();
        return default;
    }

    protected override ValueTask<TaskCounts> AskCountsAsync(string table, CancellationToken cancellationToken) => counts.ReadAsync(table, cancellationToken);

    protected override async ValueTask SendAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int number = 1; ; number++)
        {
            Attempt attempt = new();
            try
            {
                await RunAsync(calls, attempt, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (IsWorthAnother(exception, number, began, attempt.MayHaveCommitted))
            {
                await Task.Delay(Pause(number), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsDuplicate(exception))
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    protected override void Send(ReadOnlyMemory<SqlCall> calls, TimeSpan timeout, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int number = 1; ; number++)
        {
            try
            {
                bool isDone = false;
                _leases.Use(timeout, (connection, seconds) => isDone = Run(connection, calls, seconds, lockTimeout));
                if (isDone || TimeProvider.System.GetElapsedTime(began) > timeout / 4)
                {
                    return;
                }

                // Most transactions are over in a moment; one of this process that waits for a thread may not be.
                cancellationToken.WaitHandle.WaitOne(PassedOverPause);
                cancellationToken.ThrowIfCancellationRequested();
                number = 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested
                && TimeProvider.System.GetElapsedTime(began) < timeout / 2
                && IsWorthAnother(exception, number, began, mayHaveCommitted: false))
            {
                cancellationToken.WaitHandle.WaitOne(Pause(number));
            }
        }
    }

    /// <summary>Carries out a transaction of our own, once.</summary>
    protected abstract ValueTask RunAsync(ReadOnlyMemory<SqlCall> calls, Attempt attempt, CancellationToken cancellationToken);

    /// <summary>The same on the calling thread, for calls that do no harm when they are repeated.</summary>
    /// <returns>Whether it is done; if not, rows were passed over that others had locked, and another try is worth it.</returns>
    protected abstract bool Run(TConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout);

    /// <summary>Carries out statements that only read, on the calling thread.</summary>
    protected abstract void Ask(TConnection connection, ReadOnlyMemory<SqlCall> calls, int timeoutSeconds, TimeSpan lockTimeout);

    /// <summary>Whether the server ended a transaction because of others, so that it works when it is repeated.</summary>
    /// <param name="exception">What the provider threw.</param>
    /// <param name="waited">How long all attempts have taken so far.</param>
    protected abstract bool IsConflictOfOthers(Exception exception, TimeSpan waited);

    /// <summary>Whether a row with the same id or unique key is there already.</summary>
    protected abstract bool IsDuplicate(Exception exception);

    /// <summary>Waits, and hands on a taken id or unique key as an exception of ours.</summary>
    protected async ValueTask OrConflictAsync(ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDuplicate(exception))
        {
            throw new UniqueConflictException(exception);
        }
    }

    private bool IsWorthAnother(Exception exception, int number, long began, bool mayHaveCommitted) =>
        (number < MostAttempts && IsConflictOfOthers(exception, TimeProvider.System.GetElapsedTime(began)))
        || (number <= MostLost && !mayHaveCommitted && IsCut(exception));

    private static TimeSpan Pause(int number) => TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * number));

    /// <summary>One try of a transaction.</summary>
    protected sealed class Attempt
    {
        /// <summary>Whether it may have been committed although it failed; then it is not repeated.</summary>
        public bool MayHaveCommitted { get; set; }
    }
}
