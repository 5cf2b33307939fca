namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>SQLite's own clock, which is that of the machine, as are all processes that can use the file.</summary>
internal static class SqliteClock
{
    private const string Milliseconds = "SELECT CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";

    /// <summary>Reads the clock, moved by what a test wants.</summary>
    public static void Read(SqliteSession session, TimeSpan shift, Moment now)
    {
        long milliseconds = session.Ask(Milliseconds, static s => s.Long(0));
        now.Set(DateTime.UnixEpoch.AddMilliseconds(milliseconds) + shift);
    }
}
