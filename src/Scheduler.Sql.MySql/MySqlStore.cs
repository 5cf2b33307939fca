using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>
/// Keeps tasks in tables of a MySQL (8.0.19 or later) or MariaDB (10.8 or later) database, one for each kind. With a host, <c>UseMySql</c> is shorter.
/// </summary>
public sealed class MySqlStore : SqlStore
{
    /// <summary>Makes a store with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="connectionString">As MySqlConnector takes it: <c>Server=localhost;Database=app;User ID=app;Password=…</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public MySqlStore(string connectionString, MySqlContainerOptions? options = null) : this(options ?? new(), connectionString)
    {
    }

    /// <summary>Makes a store over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="source">The connections. Their connection string has to say <c>AllowUserVariables=True</c>, and neither <c>NoBackslashEscapes=True</c> nor <c>ConnectionReset=False</c>; <c>AutoEnlist=False</c> if the application uses ambient transactions.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The connections have settings that cannot work; the message says which.</exception>
    public MySqlStore(MySqlDataSource source, MySqlContainerOptions? options = null) : this(options ?? new(), source)
    {
    }

    private MySqlStore(MySqlContainerOptions options, string connectionString)
        : base(new MySqlDatabase(Connect(connectionString, options), new MySqlDialect(options.Clock)), options)
    {
    }

    private MySqlStore(MySqlContainerOptions options, MySqlDataSource source)
        : base(new MySqlDatabase(Connect(source), new MySqlDialect(options.Clock)), options)
    {
    }

    private static MySqlConnections Connect(string connectionString, MySqlContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new MySqlConnections(connectionString, options.CommandTimeout);
    }

    private static MySqlConnections Connect(MySqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return MySqlSettings.ProblemOf(source) is { } problem
            ? throw new ArgumentException($"The connections {problem}", nameof(source))
            : new MySqlConnections(source);
    }
}
