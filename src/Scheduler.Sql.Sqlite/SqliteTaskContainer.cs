namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Makes containers in SQLite files, for programs without a host. With one, <c>UseSqlite</c> is shorter.</summary>
public static class SqliteTaskContainer
{
    /// <summary>Makes a container. All containers over one file, whatever their kinds of tasks, share its connections; the last one that is disposed closes them.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="database">The path of the file, which is made if it is not there, or a connection string: <c>Data Source=tasks.db</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="SqliteFileException">What is named is no file that tasks can be kept in. The file itself is opened later, when the container is initialized.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string database, SqliteContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(Open(database, options)), definition.Name, definition.Mapper, options);
    }

    internal static SqliteDatabase Open(string database, SqliteContainerOptions options) => new(SqliteLocation.From(database, options));
}
