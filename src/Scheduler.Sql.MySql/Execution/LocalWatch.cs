using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Those in this process who want to know of new tasks in one table, whatever container they have.</summary>
internal sealed class LocalWatch
{
    private static readonly ConcurrentDictionary<(string Database, string Table), LocalWatch> Watches = new();

    private readonly Lock _lock = new();
    private Action[] _signals = [];

    public static LocalWatch Of(string database, string table) => Watches.GetOrAdd((database, table), static _ => new LocalWatch());

    /// <summary>Adds somebody; disposing the answer takes them out again.</summary>
    public IDisposable Add(Action signal)
    {
        lock (_lock)
        {
            _signals = [.. _signals, signal];
        }

        return new Watching(this, signal);
    }

    public void SignalAll()
    {
        foreach (Action signal in Volatile.Read(ref _signals))
        {
            signal();
        }
    }

    private sealed class Watching(LocalWatch watch, Action signal) : IDisposable
    {
        public void Dispose()
        {
            lock (watch._lock)
            {
                watch._signals = [.. watch._signals.Where(s => s != signal)];
            }
        }
    }
}
