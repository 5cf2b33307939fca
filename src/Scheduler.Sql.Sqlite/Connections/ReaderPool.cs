using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>A few connections that only read. In WAL they neither wait for the writer nor keep it waiting.</summary>
internal sealed class ReaderPool(SqliteLocation location) : IDisposable
{
    private const int MaxReaders = 4;

    private readonly ConcurrentBag<SqliteSession> _free = [];
    private readonly SemaphoreSlim _permits = new(MaxReaders, MaxReaders);
    private volatile bool _isDisposed;
    private volatile bool _hasOpened;

    /// <summary>Lends a connection for one call. A connection on which a call failed is not used again.</summary>
    public async ValueTask<T> UseAsync<T>(Func<SqliteSession, T> use, CancellationToken cancellationToken)
    {
        await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        return UsePermitted(use);
    }

    /// <summary>The same on the calling thread, also while it waits for a connection.</summary>
    /// <exception cref="TimeoutException">No connection has become free in time.</exception>
    public T Use<T>(Func<SqliteSession, T> use, TimeSpan timeout) => _permits.Wait(timeout)
        ? UsePermitted(use)
        : throw new TimeoutException($"No connection that reads '{location.Path}' has become free within {timeout}.");

    public void Dispose()
    {
        _isDisposed = true;
        Clear();
    }

    private T UsePermitted<T>(Func<SqliteSession, T> use)
    {
        SqliteSession? session = null;
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            session = _free.TryTake(out SqliteSession? free) ? free : OpenReader();
            T answer = use(session);
            if (SqliteFilePlace.HasMoved(session.Handle))
            {
                // The old file answers what nobody else sees any more.
                SqliteFilePlace.Check(session);
            }

            _free.Add(session);
            session = null;
            return answer;
        }
        finally
        {
            session?.Dispose();
            _permits.Release();
            if (_isDisposed)
            {
                Clear();
            }
        }
    }

    private SqliteSession OpenReader()
    {
        SqliteSession session = SqliteSession.Open(location, mustExist: _hasOpened);
        _hasOpened = true;
        session.TryRun("PRAGMA query_only = ON");
        return session;
    }

    private void Clear()
    {
        while (_free.TryTake(out SqliteSession? session))
        {
            session.Dispose();
        }
    }
}
