using System.Diagnostics;
using System.Globalization;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Makes a new connection ready.</summary>
internal static class SqliteSetup
{
    // 16 MiB of log between two checkpoints: fewer waits for the disk, and a page that changes often is copied back once.
    private const int CheckpointPages = 4_096;

    public static void Apply(SqliteSession session, SqliteLocation location)
    {
        int busy = (int)Math.Ceiling(location.BusyTimeout.TotalMilliseconds);
        session.Check(raw.sqlite3_busy_timeout(session.Handle, busy));
        SwitchToWal(session, location);
        string synchronous = location.Synchronous == SqliteSynchronous.Full ? "FULL" : "NORMAL";
        session.Check(session.TryRun($"PRAGMA synchronous = {synchronous}"));
        session.Check(session.TryRun(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {CheckpointPages}")));
        session.Check(session.TryRun("PRAGMA journal_size_limit = 67108864"));
        session.Check(session.TryRun("PRAGMA cache_size = -16384"));
        session.Check(session.TryRun("PRAGMA temp_store = MEMORY"));
        session.Check(session.TryRun("PRAGMA foreign_keys = ON"));
    }

    // Kept by the file. Switching needs the file for itself and does not call the busy handler: two who want it at once would wait
    // for each other. So we ask again.
    private static void SwitchToWal(SqliteSession session, SqliteLocation location)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            int code = TrySwitch(session, out string? mode);
            if (code == raw.SQLITE_OK && mode == "wal")
            {
                return;
            }

            if (code == raw.SQLITE_OK)
            {
                throw new SqliteFileException(
                    location.Path, $"it cannot be switched to WAL (its journal mode stays '{mode}'). The file system has to offer shared memory; network shares do not.");
            }

            if (!SqliteErrors.IsBusy(code) || waited.Elapsed > location.BusyTimeout)
            {
                throw session.Error(code);
            }

            Pause.ForLock();
        }
    }

    private static int TrySwitch(SqliteSession session, out string? mode)
    {
        mode = null;
        int code = raw.sqlite3_prepare_v2(session.Handle, "PRAGMA journal_mode = WAL", out sqlite3_stmt statement);
        if (code != raw.SQLITE_OK)
        {
            return code;
        }

        using (statement)
        {
            code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW)
            {
                mode = raw.sqlite3_column_text(statement, 0).utf8_to_string();
                return raw.SQLITE_OK;
            }

            return code;
        }
    }
}

/// <summary>Waits a moment for another process.</summary>
internal static class Pause
{
    private static readonly ManualResetEventSlim Never = new();

    /// <summary>
    /// About a millisecond, and never the same for two. SQLite's own busy handler waits longer and longer, and would never meet the
    /// short gap between two transactions of a busy process.
    /// </summary>
    public static void ForLock()
    {
#pragma warning disable CA5394 // Nobody gains anything by guessing it.
        Never.Wait(1 + Random.Shared.Next(2));
#pragma warning restore CA5394
    }
}
