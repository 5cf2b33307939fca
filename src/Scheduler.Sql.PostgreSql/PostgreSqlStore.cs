using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Keeps tasks in tables of a PostgreSQL database, one for each kind. With a host, <c>UsePostgreSql</c> is shorter.</summary>
public sealed class PostgreSqlStore : SqlStore
{
    /// <summary>Makes a store with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PostgreSqlStore(string connectionString, PostgreSqlContainerOptions? options = null) : this(options ?? new(), connectionString)
    {
    }

    /// <summary>Makes a store over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="source">
    /// The connections. Statements are prepared only if the source says so: set <c>MaxAutoPrepare</c> to 50 or more in its connection string.
    /// </param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The connections have settings that cannot work; the message says which.</exception>
    public PostgreSqlStore(NpgsqlDataSource source, PostgreSqlContainerOptions? options = null) : this(options ?? new(), source)
    {
    }

    private PostgreSqlStore(PostgreSqlContainerOptions options, string connectionString)
        : base(Open(Connect(connectionString, options), options), options)
    {
    }

    private PostgreSqlStore(PostgreSqlContainerOptions options, NpgsqlDataSource source) : base(Open(Connect(source), options), options)
    {
    }

    private static PostgreSqlConnections Connect(string connectionString, PostgreSqlContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new PostgreSqlConnections(connectionString, options.CommandTimeout);
    }

    private static PostgreSqlConnections Connect(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return PostgreSqlSettings.ProblemOf(source) is { } problem
            ? throw new ArgumentException($"The connections {problem}", nameof(source))
            : new PostgreSqlConnections(source);
    }

    private static PostgreSqlDatabase Open(PostgreSqlConnections connections, PostgreSqlContainerOptions options) =>
        new(connections, new PostgreSqlDialect(options.SchemaName, options.Clock));
}
