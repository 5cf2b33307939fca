using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Connections of our own, and how a transaction begins.</summary>
/// <remarks>
/// A pool would reset a connection each time it is given out: two round trips, as many as a claim has. Ours are left as they are, so nothing may
/// depend on what a connection has been through: each transaction brings its settings along, in the packet of its first statement.
/// </remarks>
internal static class MySqlConnections
{
    /// <summary>Begins a transaction on a connection of the application, which its pool resets.</summary>
    public const string BeginAnywhere =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES', innodb_lock_wait_timeout = DEFAULT; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; ";

    /// <summary>
    /// Begins one on a connection of our own. To begin one commits what is open; if something ever were, it is something whose caller was told that
    /// it failed.
    /// </summary>
    public const string Begin = "ROLLBACK; " + BeginAnywhere;

    public static MySqlDataSource Open(string connectionString, TimeSpan commandTimeout) => new(new MySqlConnectionStringBuilder(connectionString)
    {
        AllowUserVariables = true,

        // An ambient transaction is somebody else's: a task that was acknowledged must not go when that is rolled back.
        AutoEnlist = false,
        ConnectionReset = false,
        DefaultCommandTimeout = (uint)Math.Ceiling(commandTimeout.TotalSeconds),
        GuidFormat = MySqlGuidFormat.Char36,

        // The driver escapes by this setting, the server by its mode, which we set.
        NoBackslashEscapes = false,
    }.ConnectionString);

    /// <summary>A connection for leases: whatever the size of the pool is and whoever has its connections, this one is there.</summary>
    /// <param name="source">Connections of our own.</param>
    /// <param name="timeout">For opening it; and at the timeout of a command it is closed at once, without asking the server to end the command.</param>
    public static MySqlConnection OutsideOfPool(MySqlDataSource source, TimeSpan timeout)
    {
        MySqlConnectionStringBuilder settings = new(source.ConnectionString) { Pooling = false, CancellationTimeout = -1 };
        uint longest = (uint)LeaseConnection<MySqlConnection>.Seconds(timeout);
        settings.ConnectionTimeout = settings.ConnectionTimeout > 0 ? Math.Min(settings.ConnectionTimeout, longest) : longest;
        return new MySqlConnection(settings.ConnectionString);
    }

    /// <summary>What keeps the application's own connections from being used; <see langword="null"/> if nothing does.</summary>
    public static string? ProblemOf(MySqlDataSource source)
    {
        MySqlConnectionStringBuilder settings = new(source.ConnectionString);
        return !settings.AllowUserVariables ? "do not allow user variables; add AllowUserVariables=True to their connection string."
            : settings.NoBackslashEscapes ? "say NoBackslashEscapes=True, which does not go with the SQL mode of the tasks; take it out of their connection string."
            : !settings.ConnectionReset ? "say ConnectionReset=False, so that the settings of a transaction of the tasks would stay with your own; take it out of their connection string."
            : null;
    }
}
