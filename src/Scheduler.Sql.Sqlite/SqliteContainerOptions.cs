namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>When SQLite waits for the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>Each commit is on the disk before it is acknowledged: nothing is lost when the power fails.</summary>
    Full = 0,

    /// <summary>
    /// Commits reach the disk a little later, together. A crash of the process loses nothing; a crash of the operating system, or of the power, may
    /// lose the last acknowledged tasks and moves. The database stays intact either way.
    /// </summary>
    Normal = 1,
}

/// <summary>How tasks are kept in a SQLite file. Read once, when the container is made.</summary>
public sealed class SqliteContainerOptions : SqlContainerOptions
{
    /// <summary>When SQLite waits for the disk; <see cref="SqliteSynchronous.Full"/> by default.</summary>
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>
    /// How long a write waits for another process, or a transaction of the application's own, that holds the write lock of the file; more
    /// than zero. 30 seconds by default.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
