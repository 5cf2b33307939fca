namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>What waits for the writer, in order.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<PendingWrite> _pending = new();
    private bool _isClosed;
    private bool _isNudged;

    public void Add(PendingWrite write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteDatabase));
            _pending.Enqueue(write);
            Monitor.Pulse(_gate);
        }
    }

    public bool TryTake(out PendingWrite? write)
    {
        lock (_gate)
        {
            return _pending.TryDequeue(out write);
        }
    }

    /// <summary>Waits until there is something to do, or so long, or somebody nudges; <see langword="false"/> if there never will be.</summary>
    public bool Wait(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (_pending.Count == 0 && !_isClosed && !_isNudged)
            {
                Monitor.Wait(_gate, atMost);
            }

            _isNudged = false;
            return _pending.Count > 0 || !_isClosed;
        }
    }

    public void Nudge()
    {
        lock (_gate)
        {
            _isNudged = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nothing is added from now on; what waits is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }
}
