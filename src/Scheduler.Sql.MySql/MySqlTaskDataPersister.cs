using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes persisters in MySQL or MariaDB, for programs without a host. With one, <c>SaveOutputsToMySql</c> is shorter.</summary>
public static class MySqlTaskDataPersister
{
    /// <summary>Makes a persister with connections of its own. It belongs to the caller: dispose it after the scheduler.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="connectionString">As MySqlConnector takes it: <c>Server=localhost;Database=app;User ID=app;Password=…</c>.</param>
    /// <param name="options">How outputs are kept; <see langword="null"/> for the defaults. Of the retention, only <see cref="RetentionOptions.SucceededFor"/> is about outputs.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static SqlTaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string connectionString, MySqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(MySqlTaskContainer.Open(connectionString, options)), definition.Name, definition.Mapper, options);
    }

    /// <summary>Makes a persister over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="source">The connections. Their connection string has to say <c>AllowUserVariables=True</c>.</param>
    /// <param name="options">How outputs are kept; <see langword="null"/> for the defaults. Of the retention, only <see cref="RetentionOptions.SucceededFor"/> is about outputs.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    public static SqlTaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, MySqlDataSource source, MySqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        return new(DatabaseUse.Of(MySqlTaskContainer.Open(source, options)), definition.Name, definition.Mapper, options);
    }
}
