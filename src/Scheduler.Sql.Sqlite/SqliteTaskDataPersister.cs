namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Makes persisters in SQLite files, for programs without a host. With one, <c>SaveOutputsToSqlite</c> is shorter.</summary>
public static class SqliteTaskDataPersister
{
    /// <summary>Makes a persister, which belongs to the caller: dispose it after the scheduler. Everything over one file shares its connections.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="database">The path of the file, which is made if it is not there, or a connection string: <c>Data Source=outputs.db</c>.</param>
    /// <param name="options">How outputs are kept; <see langword="null"/> for the defaults. Of the retention, only <see cref="RetentionOptions.SucceededFor"/> is about outputs.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="SqliteFileException">What is named is no file that outputs can be kept in. The file itself is opened later.</exception>
    public static SqlTaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string database, SqliteContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(SqliteTaskContainer.Open(database, options)), definition.Name, definition.Mapper, options);
    }
}
