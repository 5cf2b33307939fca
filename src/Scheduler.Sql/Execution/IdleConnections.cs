using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql;

/// <summary>
/// When each connection of a pool was last used. One that was idle may have been cut by the server, or by something between, and nobody tells; so it is
/// asked whether it is still there before a call depends on it.
/// </summary>
/// <param name="longest">For how long a connection is trusted.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleConnections(TimeSpan longest, TimeProvider time)
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<int, long> _lastUse = new();

    /// <summary>Notes that a connection works now.</summary>
    /// <param name="connection">The number that the server gave it.</param>
    public void Used(int connection)
    {
        // Those that are gone leave their numbers behind. To forget one means to ask it once more than needed.
        if (!_lastUse.ContainsKey(connection) && _lastUse.Count > Most)
        {
            _lastUse.Clear();
        }

        _lastUse[connection] = time.GetTimestamp();
    }

    /// <summary>Whether a connection that is given out has to be asked first; a new one need not, if it is noted as used.</summary>
    public bool IsDoubtful(int connection) => !_lastUse.TryGetValue(connection, out long last) || time.GetElapsedTime(last) > longest;
}
