namespace GeneratedScheduler.Sql;

/// <summary>Who in this process wants to know of new tasks in the tables of a database. Safe for concurrent use.</summary>
internal sealed class Watchers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Action[]> _signals = new(StringComparer.Ordinal);
    private volatile string[] _tables = [];

    /// <summary>The tables that are watched.</summary>
    public IReadOnlyList<string> Tables => _tables;

    /// <summary>Adds a watcher; disposing the returned object removes it.</summary>
    public IDisposable Add(string table, Action signal)
    {
        lock (_lock)
        {
            _signals[table] = [.. _signals.GetValueOrDefault(table, []), signal];
            _tables = [.. _signals.Keys];
        }

        return new Watch(this, table, signal);
    }

    /// <summary>Tells those who watch a table. Never throws.</summary>
    public void Signal(string table)
    {
        Action[]? signals;
        lock (_lock)
        {
            signals = _signals.GetValueOrDefault(table);
        }

        foreach (Action signal in signals ?? [])
        {
            try
            {
                signal();
            }
#pragma warning disable CA1031 // One that fails is no reason not to tell the others.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    /// <summary>Tells all. Never throws.</summary>
    public void SignalAll()
    {
        foreach (string table in _tables)
        {
            Signal(table);
        }
    }

    private void Remove(string table, Action signal)
    {
        lock (_lock)
        {
            List<Action> left = [.. _signals.GetValueOrDefault(table, [])];
            left.Remove(signal);
            if (left.Count == 0)
            {
                _signals.Remove(table);
            }
            else
            {
                _signals[table] = [.. left];
            }

            _tables = [.. _signals.Keys];
        }
    }

    private sealed class Watch(Watchers watchers, string table, Action signal) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                watchers.Remove(table, signal);
            }
        }
    }
}
