using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Where a database is, and how it is opened. Equal for those who can share a writer.</summary>
/// <param name="Path">The file, in full.</param>
/// <param name="ConnectionString">What opens it; the mode is not in it.</param>
/// <param name="Synchronous">When SQLite waits for the disk.</param>
/// <param name="BusyTimeout">How long a write waits for the lock.</param>
/// <param name="MayCreate">Whether a file that is not there is made.</param>
internal sealed record SqliteLocation(string Path, string ConnectionString, SqliteSynchronous Synchronous, TimeSpan BusyTimeout, bool MayCreate)
{
    /// <summary>What opens it if it is there, and makes none.</summary>
    public string ConnectionStringOfExisting { get; } =
        new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString;

    /// <summary>Reads a path or a connection string.</summary>
    /// <exception cref="SqliteFileException">It names no file that tasks can be kept in.</exception>
    public static SqliteLocation From(string database, SqliteContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        if (options.BusyTimeout <= TimeSpan.Zero || options.BusyTimeout.TotalMilliseconds > int.MaxValue)
        {
            throw new SqliteFileException(database, $"{nameof(options.BusyTimeout)} is {options.BusyTimeout}; it must be more than zero and at most 24 days.");
        }

        SqliteConnectionStringBuilder builder = Parse(database);
        string path = builder.DataSource;
        Refuse(builder, path);
        path = System.IO.Path.GetFullPath(path);
        builder.DataSource = path;
        builder.Cache = SqliteCacheMode.Private;
        // Connections are kept here, with their prepared statements.
        builder.Pooling = false;
        bool mayCreate = builder.Mode == SqliteOpenMode.ReadWriteCreate && options.Schema == SchemaMode.CreateAndMigrate;
        builder.Mode = mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite;
        return new(path, builder.ConnectionString, options.Synchronous, options.BusyTimeout, mayCreate);
    }

    private static SqliteConnectionStringBuilder Parse(string database)
    {
        if (database.Contains('=', StringComparison.Ordinal))
        {
            try
            {
                return new SqliteConnectionStringBuilder(database);
            }
            catch (ArgumentException exception) when (database.Contains("Data Source", StringComparison.OrdinalIgnoreCase)
                || database.Contains("Filename", StringComparison.OrdinalIgnoreCase))
            {
                throw new SqliteFileException(database, $"it looks like a connection string and is none: {exception.Message}", exception);
            }
            catch (ArgumentException)
            {
                // A path that has an equals sign.
            }
        }

        return new SqliteConnectionStringBuilder { DataSource = database };
    }

    private static void Refuse(SqliteConnectionStringBuilder builder, string path)
    {
        if (path.Length == 0 || builder.Mode == SqliteOpenMode.Memory || path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            throw new SqliteFileException(
                path,
                "a database in memory cannot be shared by the connections that a container has, and keeps nothing. Name a file, such as \"tasks.db\"; "
                + "for tasks that need not outlive the process take a container in memory instead.");
        }

        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new SqliteFileException(path, "URIs are not understood. Write the path of the file, and options as a connection string.");
        }

        if (builder.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new SqliteFileException(path, "tasks cannot be kept in a database that is opened with Mode=ReadOnly. Leave the mode out.");
        }

        if (builder.Cache == SqliteCacheMode.Shared)
        {
            throw new SqliteFileException(path, "Cache=Shared makes readers wait for the writer, which WAL was chosen to avoid. Leave it out.");
        }
    }
}
