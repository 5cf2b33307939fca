using System.Data;
using System.Data.Common;

namespace GeneratedScheduler.Sql;

/// <summary>
/// The connection on which leases are renewed: opened and used by the calling thread alone, and kept, so that neither a full thread pool nor a
/// drained pool of connections can keep a renewal from being made.
/// </summary>
/// <param name="create">Makes one that is opened within a time.</param>
internal sealed class LeaseConnection<TConnection>(Func<TimeSpan, TConnection> create) : IDisposable
    where TConnection : DbConnection
{
    private readonly object _gate = new();
    private TConnection? _connection;
    private bool _isDisposed;

    /// <summary>Opens it before it is needed; costs a look if it is open.</summary>
    public ValueTask OpenAsync(TimeSpan timeout) => Volatile.Read(ref _connection) is null ? OpenOnceAsync(timeout) : default;

    /// <summary>Does something with the connection. If that fails, the next call opens another one.</summary>
    /// <param name="timeout">For waiting for another call, for opening, and for each statement.</param>
    /// <param name="action">Is given the connection and the timeout in seconds.</param>
    /// <exception cref="TimeoutException">Another call has not ended in time.</exception>
    public void Use(TimeSpan timeout, Action<TConnection, int> action)
    {
        if (!Monitor.TryEnter(_gate, timeout))
        {
            throw new TimeoutException("The connection for renewing leases is still busy with the call of another scheduler.");
        }

        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqlDatabase));
            if (_connection is not { State: ConnectionState.Open })
            {
                Close();
                Open(timeout);
            }

            action(_connection!, Seconds(timeout));
        }
        catch
        {
            Close();
            throw;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>In whole seconds, as drivers take it: at least one, because zero is no limit.</summary>
    public static int Seconds(TimeSpan timeout) => (int)Math.Clamp(Math.Ceiling(timeout.TotalSeconds), 1, int.MaxValue / 1000);

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Close();
        }
    }

    private async ValueTask OpenOnceAsync(TimeSpan timeout)
    {
        TConnection made = create(timeout);
        try
        {
            await made.OpenAsync().ConfigureAwait(false);
            if (Monitor.TryEnter(_gate))
            {
                if (_connection is null && !_isDisposed)
                {
                    Volatile.Write(ref _connection, made);
                    made = null!;
                }

                Monitor.Exit(_gate);
            }
        }
        finally
        {
            if (made is not null)
            {
                // Another caller was faster.
                await made.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void Open(TimeSpan timeout)
    {
        TConnection made = create(timeout);
        try
        {
            made.Open();
        }
        catch
        {
            made.Dispose();
            throw;
        }

        Volatile.Write(ref _connection, made);
    }

    private void Close()
    {
        TConnection? connection = _connection;
        Volatile.Write(ref _connection, null);
        connection?.Dispose();
    }
}
