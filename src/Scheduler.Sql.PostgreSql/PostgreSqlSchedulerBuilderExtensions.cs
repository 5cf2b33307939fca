using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Storage;
using Npgsql;

namespace GeneratedScheduler;

/// <summary>Keeps the tasks of a host in PostgreSQL.</summary>
public static class PostgreSqlSchedulerBuilderExtensions
{
    /// <summary>Keeps tasks in tables of a PostgreSQL database, one for each kind, with connections of their own.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    public static SchedulerBuilder UsePostgreSql(
        this SchedulerBuilder builder, string connectionString, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.UseContainers(new Provider(() => PostgreSqlTaskContainer.Open(connectionString, options), options));
    }

    /// <summary>The same over the application's own connections; set <c>MaxAutoPrepare</c> to 50 or more in their connection string.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; whoever made them closes them.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    public static SchedulerBuilder UsePostgreSql(
        this SchedulerBuilder builder, NpgsqlDataSource source, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.UseContainers(new Provider(() => PostgreSqlTaskContainer.Open(source, options), options));
    }

    /// <summary>
    /// Keeps the outputs of tasks in tables of a PostgreSQL database, one for each kind that returns something; the tasks themselves stay where
    /// they are, such as in memory. Tasks that are kept in PostgreSQL have their results there already.
    /// </summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="configure">Changes how outputs are kept. Of <see cref="SqlContainerOptions.Retention"/>, only <see cref="RetentionOptions.SucceededFor"/> is about them.</param>
    public static SchedulerBuilder SaveOutputsToPostgreSql(
        this SchedulerBuilder builder, string connectionString, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.UsePersisters(new SqlPersisterProvider(new SharedDatabase(() => PostgreSqlTaskContainer.Open(connectionString, options)).Use, options));
    }

    /// <summary>The same over the application's own connections.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; whoever made them closes them.</param>
    /// <param name="configure">Changes how outputs are kept.</param>
    public static SchedulerBuilder SaveOutputsToPostgreSql(
        this SchedulerBuilder builder, NpgsqlDataSource source, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.UsePersisters(new SqlPersisterProvider(new SharedDatabase(() => PostgreSqlTaskContainer.Open(source, options)).Use, options));
    }

    private static PostgreSqlContainerOptions Configure(Action<PostgreSqlContainerOptions>? configure)
    {
        PostgreSqlContainerOptions options = new();
        configure?.Invoke(options);
        return options;
    }

    // All kinds of tasks share the connections; the first container that is disposed does not close them, the last one does.
    private sealed class Provider(Func<PostgreSqlDatabase> open, PostgreSqlContainerOptions options) : ITaskContainerProvider
    {
        private readonly SharedDatabase _database = new(open);

        public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
            TaskDefinition<TTask, TResult> definition, SchedulerOptions schedulerOptions, IServiceProvider services) =>
            new SqlTaskContainer<TTask, TResult>(_database.Use(), definition.Name, definition.Mapper, options);
    }
}
