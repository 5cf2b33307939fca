using System.Diagnostics;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The lock that a file has one of.</summary>
internal static class WriteLock
{
    /// <summary>Begins a transaction that may write. Asks again and again, because SQLite's own waiting is not fair.</summary>
    public static void Take(SqliteSession session, TimeSpan timeout)
    {
        session.Check(raw.sqlite3_busy_timeout(session.Handle, 0));
        try
        {
            Stopwatch? waited = null;
            int code;
            while ((code = session.TryRun("BEGIN IMMEDIATE")) != raw.SQLITE_OK)
            {
                if (!SqliteErrors.IsBusy(code) || waited?.Elapsed > timeout)
                {
                    throw session.Error(code);
                }

                waited ??= Stopwatch.StartNew();
                Pause.ForLock();
            }
        }
        finally
        {
            // For checkpoints.
            session.Check(raw.sqlite3_busy_timeout(session.Handle, (int)Math.Ceiling(timeout.TotalMilliseconds)));
        }
    }
}
