using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.Sqlite;

namespace GeneratedScheduler;

/// <summary>Keeps the tasks of a host in SQLite.</summary>
public static class SqliteSchedulerBuilderExtensions
{
    /// <summary>Keeps tasks in tables of a SQLite file, one for each kind.</summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="database">The path of the file, which is made if it is not there, or a connection string: <c>Data Source=tasks.db</c>.</param>
    /// <param name="configure">Changes how tasks are kept.</param>
    /// <exception cref="SqliteFileException">What is named is no file that tasks can be kept in.</exception>
    public static SchedulerBuilder UseSqlite(this SchedulerBuilder builder, string database, Action<SqliteContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SqliteContainerOptions options = new();
        configure?.Invoke(options);
        SqliteLocation location = SqliteLocation.From(database, options);
        return builder.UseStore(_ => new SqliteStore(location, options));
    }

    /// <summary>
    /// Keeps the outputs of tasks in tables of a SQLite file, one for each kind that returns something; the tasks themselves stay where they are,
    /// such as in memory. Tasks that are kept in SQLite have their results there already.
    /// </summary>
    /// <param name="builder">The schedulers of the host.</param>
    /// <param name="database">The path of the file, which is made if it is not there, or a connection string: <c>Data Source=outputs.db</c>.</param>
    /// <param name="configure">Changes how outputs are kept. Of <see cref="SqlContainerOptions.Retention"/>, only <see cref="RetentionOptions.SucceededFor"/> is about them.</param>
    /// <exception cref="SqliteFileException">What is named is no file that outputs can be kept in.</exception>
    public static SchedulerBuilder SaveOutputsToSqlite(this SchedulerBuilder builder, string database, Action<SqliteContainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SqliteContainerOptions options = new();
        configure?.Invoke(options);
        SqliteLocation location = SqliteLocation.From(database, options);
        return builder.SaveOutputsTo(_ => new SqliteStore(location, options));
    }
}
