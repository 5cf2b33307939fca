namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>What one transaction changes about the counts of one table, in memory until just before the commit.</summary>
internal sealed class TableTally(string table, long lastToken)
{
    private readonly long[] _settled = new long[CountsSql.StateCount];
    private readonly long[] _pending = new long[CountsSql.StateCount];
    private long _arrivals;
    private readonly long _firstToken = lastToken;
    private long _pendingArrivals;

    /// <summary>The table.</summary>
    public string Table => table;

    /// <summary>The latest claim token. What is undone leaves a gap, which nobody minds.</summary>
    public long LastToken { get; set; } = lastToken;

    /// <summary>What has to be added to the count of a state.</summary>
    public long this[int state] => _settled[state];

    /// <summary>How many tasks came to wait, or wait for something else than before.</summary>
    public long Arrivals => _arrivals;

    public bool IsChanged => LastToken != _firstToken || _arrivals != 0 || _settled.AsSpan().ContainsAnyExcept(0L);

    public void Moved(int from, int to)
    {
        _pending[from]--;
        Added(to);
    }

    public void Added(int state)
    {
        _pending[state]++;
        if (state == (int)TaskState.Waiting)
        {
            _pendingArrivals++;
        }
    }

    public void Removed(int state) => _pending[state]--;

    /// <summary>What was counted since the last one of these is part of the transaction, or is not.</summary>
    public void Settle(bool keep)
    {
        if (keep)
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                _settled[i] += _pending[i];
            }

            _arrivals += _pendingArrivals;
        }

        _pending.AsSpan().Clear();
        _pendingArrivals = 0;
    }
}
