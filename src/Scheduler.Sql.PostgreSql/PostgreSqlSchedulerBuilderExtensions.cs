using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.PostgreSql;
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
        return builder.UseStore(_ => new PostgreSqlStore(connectionString, options));
    }

    /// <summary>The same over the application's own connections; set <c>MaxAutoPrepare</c> to 50 or more in their connection string.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; their owner closes them.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    public static SchedulerBuilder UsePostgreSql(
        this SchedulerBuilder builder, NpgsqlDataSource source, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.UseStore(_ => new PostgreSqlStore(source, options));
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
        return builder.SaveOutputsTo(_ => new PostgreSqlStore(connectionString, options));
    }

    /// <summary>The same over the application's own connections.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; their owner closes them.</param>
    /// <param name="configure">Changes how outputs are kept.</param>
    public static SchedulerBuilder SaveOutputsToPostgreSql(
        this SchedulerBuilder builder, NpgsqlDataSource source, Action<PostgreSqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        PostgreSqlContainerOptions options = Configure(configure);
        return builder.SaveOutputsTo(_ => new PostgreSqlStore(source, options));
    }

    private static PostgreSqlContainerOptions Configure(Action<PostgreSqlContainerOptions>? configure)
    {
        PostgreSqlContainerOptions options = new();
        configure?.Invoke(options);
        return options;
    }
}
