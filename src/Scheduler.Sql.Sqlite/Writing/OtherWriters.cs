using System.Diagnostics;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Notices what others have written, on the writer's connection between its transactions.</summary>
/// <remarks>
/// <c>data_version</c> changes when another connection has committed, never for the own one, and costs no more than a look at shared
/// memory. Only when it has changed are the arrivals of the watched tables read: other processes also commit claims and ends, which are no news.
/// </remarks>
internal sealed class OtherWriters(Watchers watchers)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly Dictionary<string, long> _arrivals = new(StringComparer.Ordinal);
    private readonly ValueBuffer _table = new();
    private readonly Moment _unused = new();
    private SqliteSession? _session;
    private long _version;
    private IReadOnlyList<string> _watched = [];
    private long _lookedAt;

    /// <summary>How long the writer may sleep.</summary>
    public TimeSpan Pause => watchers.Tables.Count > 0 ? Interval : Timeout.InfiniteTimeSpan;

    public bool IsDue => watchers.Tables.Count > 0 && Stopwatch.GetElapsedTime(_lookedAt) >= Interval;

    /// <summary>Looks, and signals.</summary>
    public void Look(SqliteSession session)
    {
        _lookedAt = Stopwatch.GetTimestamp();
        long version = session.Ask("PRAGMA data_version", static s => s.Long(0));
        IReadOnlyList<string> tables = watchers.Tables;
        if (ReferenceEquals(session, _session) && version == _version && ReferenceEquals(tables, _watched))
        {
            return;
        }

        foreach (string table in tables)
        {
            long arrivals = Read(session, table);
            if (!_arrivals.TryGetValue(table, out long before) || before != arrivals)
            {
                _arrivals[table] = arrivals;
                watchers.Signal(table);
            }
        }

        (_session, _version, _watched) = (session, version, tables);
    }

    private long Read(SqliteSession session, string table)
    {
        _table.Clear();
        new SqliteColumnWriter(_table).WriteText(table);
        return CallRunner.Execute(session, CountsSql.Arrivals, _table, _unused, static s => s.Step() ? s.Long(0) : 0);
    }
}
