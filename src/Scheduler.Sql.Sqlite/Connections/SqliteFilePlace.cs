using System.Runtime.InteropServices;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Whether an open database is still the file that its path names.</summary>
/// <remarks>
/// A file that is deleted or moved while it is open goes on to take everything, and nobody finds it again. SQLite compares the path with what it
/// has open (<c>SQLITE_FCNTL_HAS_MOVED</c>), which is one call of the system. On Windows an open file can be neither deleted nor moved.
/// </remarks>
internal static partial class SqliteFilePlace
{
    private const int HasMovedOperation = 20;

    // Another build of SQLite than the usual one has another name; then nothing can be told.
    private static volatile bool _isUnknown = OperatingSystem.IsWindows();

    /// <exception cref="SqliteFileException">It is not: what was written since cannot be found under its path.</exception>
    public static void Check(SqliteSession session)
    {
        if (HasMoved(session.Handle))
        {
            throw new SqliteFileException(
                session.Path,
                "the file was deleted, moved or replaced while it was in use, so that what is written into it is lost. Nothing was acknowledged. Put the file back (work goes on then), or "
                + "stop the processes that use it before it is moved, and start them again afterwards.",
                mayHaveChanged: true);
        }

        // Made by the first write; SQLite would go on to write into a log that no other connection finds.
        if (!OperatingSystem.IsWindows() && !File.Exists(session.Path + "-wal"))
        {
            throw new SqliteFileException(
                session.Path,
                "its -wal file, which holds what was committed last, was deleted while it was in use. Nothing was acknowledged. Leave the -wal and -shm files alone as long as the "
                + "database is in use.",
                mayHaveChanged: true);
        }
    }

    /// <summary>Whether the path names another file now, or none.</summary>
    public static bool HasMoved(sqlite3 connection)
    {
        if (_isUnknown)
        {
            return false;
        }

        try
        {
            int moved = 0;
            return FileControl(connection.DangerousGetHandle(), 0, HasMovedOperation, ref moved) == raw.SQLITE_OK && moved != 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            _isUnknown = true;
            return false;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    private static partial int FileControl(nint connection, nint database, int operation, ref int answer);
}
