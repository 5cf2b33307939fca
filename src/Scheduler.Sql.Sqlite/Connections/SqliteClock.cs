namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>SQLite's own clock, which is that of the machine, as are all processes that can use the file.</summary>
internal static class SqliteClock
{
    private const string Milliseconds = "SELECT CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";

    /// <summary>Reads it, or what a test has put in its place.</summary>
    public static void Read(SqliteSession session, TimeProvider? inItsPlace, Moment now) => now.Set(inItsPlace is null
        ? DateTime.UnixEpoch.AddMilliseconds(session.Ask(Milliseconds, static s => s.Long(0)))
        : inItsPlace.GetUtcNow().UtcDateTime);
}
