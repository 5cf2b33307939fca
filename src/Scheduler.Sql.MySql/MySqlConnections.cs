using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Connections of our own, and how a transaction begins on them.</summary>
/// <remarks>
/// A pool would reset a connection each time it is given out: two round trips, as many as a claim has. Ours are left as they are. They are set up
/// when they are new, nothing that we do changes them, and <see cref="MySqlSession"/> gives none back with an open transaction.
/// </remarks>
internal static class MySqlConnections
{
    /// <summary>
    /// Begins a transaction on a connection that is set up. To begin one commits what is open; if something ever were, it is something whose
    /// caller was told that it failed.
    /// </summary>
    public const string Begin = "ROLLBACK; START TRANSACTION; ";

    /// <summary>Begins one on a connection of the application.</summary>
    public const string BeginAnywhere =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES'; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; ";

    /// <summary>What transactions are isolated by on a connection that is set up.</summary>
    public const string Isolation = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private const string SetUp = $"SET SESSION sql_mode = 'STRICT_ALL_TABLES'; {Isolation}";

    public static MySqlDataSource Open(string connectionString, TimeSpan commandTimeout)
    {
        MySqlConnectionStringBuilder settings = new(connectionString)
        {
            AllowUserVariables = true,
            ConnectionReset = false,
            DefaultCommandTimeout = (uint)Math.Ceiling(commandTimeout.TotalSeconds),
            GuidFormat = MySqlGuidFormat.Char36,
        };
        return new MySqlDataSourceBuilder(settings.ConnectionString).UseConnectionOpenedCallback(SetUpAsync).Build();
    }

    private static async ValueTask SetUpAsync(MySqlConnectionOpenedContext context, CancellationToken cancellationToken)
    {
        if (context.Conditions.HasFlag(MySqlConnectionOpenedConditions.New))
        {
            await using MySqlCommand command = new(SetUp, context.Connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
