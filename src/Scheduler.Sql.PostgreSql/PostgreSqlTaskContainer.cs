using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Makes containers in PostgreSQL, for programs without a host. With one, <c>UsePostgreSql</c> is shorter.</summary>
public static class PostgreSqlTaskContainer
{
    /// <summary>Makes a container with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string connectionString, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return Make(definition, Open(connectionString, options), options);
    }

    /// <summary>Makes a container over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="source">
    /// The connections. Statements are prepared only if the source says so: set <c>MaxAutoPrepare</c> to 50 or more in its connection string.
    /// </param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connections have settings that cannot work; the message says which.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, NpgsqlDataSource source, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        return Make(definition, Open(source, options), options);
    }

    private static SqlTaskContainer<TTask, TResult> Make<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, PostgreSqlDatabase database, PostgreSqlContainerOptions options) =>
        new(DatabaseUse.Of(database), definition.Name, definition.Mapper, options);

    internal static PostgreSqlDatabase Open(string connectionString, PostgreSqlContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Open(new PostgreSqlConnections(connectionString, options.CommandTimeout), options);
    }

    internal static PostgreSqlDatabase Open(NpgsqlDataSource source, PostgreSqlContainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        return PostgreSqlSettings.ProblemOf(source) is { } problem
            ? throw new ArgumentException($"The connections {problem}", nameof(source))
            : Open(new PostgreSqlConnections(source), options);
    }

    private static PostgreSqlDatabase Open(PostgreSqlConnections connections, PostgreSqlContainerOptions options) =>
        new(connections, new PostgreSqlDialect(options.SchemaName, options.Clock));
}
