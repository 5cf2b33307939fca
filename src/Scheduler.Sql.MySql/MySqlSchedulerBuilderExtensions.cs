using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.MySql;
using MySqlConnector;

namespace GeneratedScheduler;

/// <summary>Keeps the tasks of a host in MySQL or MariaDB.</summary>
public static class MySqlSchedulerBuilderExtensions
{
    /// <summary>Keeps tasks in tables of a MySQL or MariaDB database, one for each kind, with connections of their own.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="connectionString">As MySqlConnector takes it: <c>Server=localhost;Database=app;User ID=app;Password=…</c>.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    public static SchedulerBuilder UseMySql(this SchedulerBuilder builder, string connectionString, Action<MySqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        MySqlContainerOptions options = Configure(configure);
        return builder.UseStore(_ => new MySqlStore(connectionString, options));
    }

    /// <summary>The same over the application's own connections, whose connection string has to say <c>AllowUserVariables=True</c>.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; their owner closes them.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    public static SchedulerBuilder UseMySql(this SchedulerBuilder builder, MySqlDataSource source, Action<MySqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        MySqlContainerOptions options = Configure(configure);
        return builder.UseStore(_ => new MySqlStore(source, options));
    }

    /// <summary>
    /// Keeps the outputs of tasks in tables of a MySQL or MariaDB database, one for each kind that returns something; the tasks themselves stay where
    /// they are, such as in memory. Tasks that are kept in MySQL or MariaDB have their results there already.
    /// </summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="connectionString">As MySqlConnector takes it: <c>Server=localhost;Database=app;User ID=app;Password=…</c>.</param>
    /// <param name="configure">Changes how outputs are kept. Of <see cref="SqlContainerOptions.Retention"/>, only <see cref="RetentionOptions.SucceededFor"/> is about them.</param>
    public static SchedulerBuilder SaveOutputsToMySql(
        this SchedulerBuilder builder, string connectionString, Action<MySqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        MySqlContainerOptions options = Configure(configure);
        return builder.SaveOutputsTo(_ => new MySqlStore(connectionString, options));
    }

    /// <summary>The same over the application's own connections.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="source">The connections; their owner closes them. Their connection string has to say <c>AllowUserVariables=True</c>.</param>
    /// <param name="configure">Changes how outputs are kept.</param>
    public static SchedulerBuilder SaveOutputsToMySql(
        this SchedulerBuilder builder, MySqlDataSource source, Action<MySqlContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        MySqlContainerOptions options = Configure(configure);
        return builder.SaveOutputsTo(_ => new MySqlStore(source, options));
    }

    private static MySqlContainerOptions Configure(Action<MySqlContainerOptions>? configure)
    {
        MySqlContainerOptions options = new();
        configure?.Invoke(options);
        return options;
    }
}
