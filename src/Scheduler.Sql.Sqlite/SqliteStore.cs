namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Keeps tasks in tables of a SQLite file, one for each kind. With a host, <c>UseSqlite</c> is shorter.</summary>
/// <remarks>All stores of a process over one file, whatever their kinds of tasks, share its connections; the last one that is disposed closes them.</remarks>
public sealed class SqliteStore : SqlStore
{
    /// <summary>Makes a store.</summary>
    /// <param name="database">The path of the file, which is made if it is not there, or a connection string: <c>Data Source=tasks.db</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SqliteFileException">Tasks cannot be kept in what is named. The file itself is opened later, when the first container is initialized.</exception>
    public SqliteStore(string database, SqliteContainerOptions? options = null) : this(options ?? new(), database)
    {
    }

    internal SqliteStore(SqliteLocation location, SqliteContainerOptions options) : base(new SqliteDatabase(location), options)
    {
    }

    private SqliteStore(SqliteContainerOptions options, string database) : this(SqliteLocation.From(database, options), options)
    {
    }
}
