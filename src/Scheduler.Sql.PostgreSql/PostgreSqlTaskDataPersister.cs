using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Makes persisters in PostgreSQL, for programs without a host. With one, <c>SaveOutputsToPostgreSql</c> is shorter.</summary>
public static class PostgreSqlTaskDataPersister
{
    /// <summary>Makes a persister with connections of its own. It belongs to the caller: dispose it after the scheduler.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="options">How outputs are kept; <see langword="null"/> for the defaults. Of the retention, only <see cref="RetentionOptions.SucceededFor"/> is about outputs.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static SqlTaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string connectionString, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(PostgreSqlTaskContainer.Open(connectionString, options)), definition.Name, definition.Mapper, options);
    }

    /// <summary>Makes a persister over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="source">The connections.</param>
    /// <param name="options">How outputs are kept; <see langword="null"/> for the defaults. Of the retention, only <see cref="RetentionOptions.SucceededFor"/> is about outputs.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    public static SqlTaskDataPersister<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, NpgsqlDataSource source, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        return new(DatabaseUse.Of(PostgreSqlTaskContainer.Open(source, options)), definition.Name, definition.Mapper, options);
    }
}
