using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Makes containers in MySQL (8.0.19 or later) or MariaDB (10.8 or later), for programs without a host. With one, <c>UseMySql</c> is shorter.</summary>
public static class MySqlTaskContainer
{
    /// <summary>Makes a container with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="connectionString">As MySqlConnector takes it: <c>Server=localhost;Database=app;User ID=app;Password=…</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string connectionString, MySqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(Open(connectionString, options)), definition.Name, definition.Mapper, options);
    }

    /// <summary>Makes a container over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="source">The connections. Their connection string has to say <c>AllowUserVariables=True</c>, and neither <c>NoBackslashEscapes=True</c> nor <c>ConnectionReset=False</c>; <c>AutoEnlist=False</c> if the application uses ambient transactions.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connections have settings that cannot work; the message says which.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, MySqlDataSource source, MySqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return new(DatabaseUse.Of(Open(source, options)), definition.Name, definition.Mapper, options);
    }

    internal static MySqlDatabase Open(string connectionString, MySqlContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new(new MySqlConnections(connectionString, options.CommandTimeout), new MySqlDialect(options.Clock));
    }

    internal static MySqlDatabase Open(MySqlDataSource source, MySqlContainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        return MySqlSettings.ProblemOf(source) is { } problem
            ? throw new ArgumentException($"The connections {problem}", nameof(source))
            : new(new MySqlConnections(source), new MySqlDialect(options.Clock));
    }
}
