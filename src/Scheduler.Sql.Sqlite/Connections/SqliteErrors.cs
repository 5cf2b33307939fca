using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Turns SQLite's codes into exceptions that say what to do.</summary>
internal static class SqliteErrors
{
    /// <summary>The exception for a code that a connection answered with.</summary>
    public static Exception From(int code, sqlite3 connection, string path) => From(Raw(code, connection), path);

    /// <summary>The same for what the provider threw.</summary>
    public static Exception From(SqliteException exception, string path) => exception.SqliteExtendedErrorCode switch
    {
        raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY => new UniqueConflictException(exception),
        _ => ProblemOf(exception, path) is { } problem ? new SqliteFileException(path, problem, exception) : exception,
    };

    /// <summary>What an exception says about the call that it ended: constraints and triggers are about a row, and so is what is not known.</summary>
    public static CallFault Blame(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY } => CallFault.Store,
        SqliteException { SqliteErrorCode: raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_CONSTRAINT } => CallFault.Row,

        // A table or column that is not there (any more) is about the schema; SQLite has no code of its own for it.
        SqliteException { SqliteErrorCode: raw.SQLITE_ERROR } missing when missing.Message.Contains("no such", StringComparison.Ordinal) => CallFault.Store,
        SqliteException { SqliteErrorCode: raw.SQLITE_ERROR or raw.SQLITE_RANGE or raw.SQLITE_AUTH } => CallFault.Unknown,
        _ => CallFault.Store,
    };

    public static bool IsBusy(int code) => (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    private static SqliteException Raw(int code, sqlite3 connection)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, connection);
        }
        catch (SqliteException exception)
        {
            return exception;
        }

        return new SqliteException($"SQLite answered with code {code} where rows were expected.", code);
    }

    private static string? ProblemOf(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_CANTOPEN => CannotOpen(path),
        raw.SQLITE_NOTADB => "it is no SQLite database, or is encrypted with another key. Name another file, or move this one away.",
        raw.SQLITE_CORRUPT =>
            "the database is damaged. Stop the processes that use it, keep a copy, and restore it from a backup or with the sqlite3 shell: "
            + $"sqlite3 '{path}' .recover | sqlite3 recovered.db",
        raw.SQLITE_READONLY or raw.SQLITE_PERM =>
            "it may not be written. Give the account of this process the right to write the file and its folder, where SQLite keeps the -wal and -shm files.",
        raw.SQLITE_FULL => "the disk is full (or the database has reached max_page_count). Nothing was written; make room, and work goes on.",
        raw.SQLITE_IOERR => $"reading or writing failed ({exception.Message}). Nothing was written. Look at the disk and its free space; network file systems are not supported.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "another process, or a transaction of this application, has held the write lock for longer than BusyTimeout. End transactions sooner; do not wait "
            + "for a task inside a transaction in which nothing else can be written; or raise BusyTimeout.",
        _ => null,
    };

    private static string CannotOpen(string path)
    {
        if (Directory.Exists(path))
        {
            return "it is a folder. Name a file in it.";
        }

        string? folder = Path.GetDirectoryName(path);
        if (folder is not null && !Directory.Exists(folder))
        {
            return $"the folder '{folder}' is not there. Create it, or name another one.";
        }

        return File.Exists(path)
            ? "it cannot be opened. Give the account of this process the right to read and write the file and its folder."
            : "it is not there and cannot be created, or may not be (SchemaMode.Check, Mode=ReadWrite). Create it, or give the account of this process the right to.";
    }
}
