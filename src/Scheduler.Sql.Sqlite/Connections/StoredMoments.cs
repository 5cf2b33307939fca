using System.Globalization;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Moves moments in all tables of tasks of a file, because the wall clock was set.</summary>
internal static class StoredMoments
{
    private const string Tables =
        $"""
        SELECT m.name FROM sqlite_schema m WHERE m.type = 'table'
          AND (SELECT count(*) FROM pragma_table_info(m.name) c WHERE c.name IN ('{LeaseUntil}', '{NotBefore}', '{ClaimToken}')) = 3
        """;

    // A task whose time was given as a moment follows the wall clock. All others wait for a while from when they were added, or were put back.
    private const string WaitsForDelay =
        $"""
        {State} IN (0, 1) AND {Ready} = 0 AND {Owner} IS NULL AND ({ClaimToken} > 0 OR {FailureReason} IS NOT NULL
          OR abs(unixepoch({NotBefore}, 'subsec') - unixepoch({CreatedAt}, 'subsec') - {Delay} / 1e7) < 0.002)
        """;

    /// <param name="session">A connection with a transaction that may write.</param>
    /// <param name="leases">By how many milliseconds to move the ends of leases.</param>
    /// <param name="delays">The same for tasks that wait for a delay or a retry.</param>
    public static void Move(SqliteSession session, long leases, long delays)
    {
        foreach (string table in FindTables(session))
        {
            string name = SqliteDialect.Instance.Quote(table);
            TryRun(session, $"UPDATE {name} SET {LeaseUntil} = {Moved(LeaseUntil, leases)} WHERE {LeaseUntil} IS NOT NULL");
            if (delays != 0)
            {
                // Together, so that the difference goes on to say what the task waits for.
                TryRun(session, $"UPDATE {name} SET {NotBefore} = {Moved(NotBefore, delays)}, {CreatedAt} = {Moved(CreatedAt, delays)} WHERE {WaitsForDelay}");
            }
        }
    }

    private static List<string> FindTables(SqliteSession session)
    {
        List<string> tables = [];
        PreparedStatement find = session.Command(Tables);
        try
        {
            while (find.Step())
            {
                tables.Add(find.Text(0));
            }
        }
        finally
        {
            find.Reset();
        }

        return tables;
    }

    // What a trigger of the application refuses keeps its moment: everything else has to go on.
    private static void TryRun(SqliteSession session, string sql)
    {
        session.Run("SAVEPOINT moved_moments");
        int code = session.TryRun(sql);
        if (code != SQLitePCL.raw.SQLITE_OK && session.IsAutoCommit)
        {
            throw session.Error(code);
        }

        if (code != SQLitePCL.raw.SQLITE_OK)
        {
            session.Run("ROLLBACK TO moved_moments");
        }

        session.Run("RELEASE moved_moments");
    }

    // SQLite's date functions know milliseconds, and moments have microseconds. What they cannot express stays.
    private static string Moved(string column, long milliseconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"coalesce(strftime('%Y-%m-%d %H:%M:%f', substr({column}, 1, 23), '{milliseconds / 1000m:+0.000;-0.000} seconds') || CASE WHEN length({column}) = {Moments.Length} THEN substr({column}, 24) ELSE '000' END, {column})");
}
