namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>A file as this process uses it: one writer, a few readers. Shared by all containers over it, whatever their kinds of tasks.</summary>
internal sealed class SqliteFile
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<SqliteLocation, SqliteFile> Open = [];

    private int _users;
    private volatile SqliteClock _clock = new(TimeProvider.System, MachineStart.Name);

    private SqliteFile(SqliteLocation location)
    {
        Location = location;
        Readers = new ReaderPool(location);
        Writer = new SqliteWriter(location, () => Clock, Watchers);
    }

    public SqliteLocation Location { get; }

    public SqliteWriter Writer { get; }

    public ReaderPool Readers { get; }

    public Watchers Watchers { get; } = new();

    /// <summary>The clock of the file; another one in tests.</summary>
    public SqliteClock Clock
    {
        get => _clock;
        set => _clock = value;
    }

    /// <summary>Takes part in the use of a file. Nothing is opened before it is needed.</summary>
    public static SqliteFile Acquire(SqliteLocation location)
    {
        lock (Gate)
        {
            if (!Open.TryGetValue(location, out SqliteFile? file))
            {
                file = new SqliteFile(location);
                Open.Add(location, file);
            }

            file._users++;
            return file;
        }
    }

    /// <summary>The last one who leaves closes it.</summary>
    public async ValueTask ReleaseAsync()
    {
        lock (Gate)
        {
            if (--_users > 0)
            {
                return;
            }

            Open.Remove(Location);
        }

        Readers.Dispose();
        await Writer.StopAsync().ConfigureAwait(false);
    }
}
