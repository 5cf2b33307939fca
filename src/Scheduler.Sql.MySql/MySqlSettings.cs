using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>What a session must be set to, whatever the defaults of the server, the database and the user are; and what connection strings must say.</summary>
internal static class MySqlSettings
{
    /// <summary>How many connections are needed: one that keeps others from changing the schema, and one that looks at it meanwhile.</summary>
    public const uint LeastPoolSize = 2;

    /// <summary>
    /// Statements that set what our statements depend on: strictness and quoting (sql_mode), that no limit or refusal comes from anywhere but the
    /// statement, that uniqueness is checked, that a commit ends its transaction and does nothing more, and that a client which has gone silent in the
    /// middle of a transaction does not keep its rows.
    /// </summary>
    /// <remarks>
    /// <para>The comments are for one of the two kinds of servers each, which have different names for the same.</para>
    /// <para>
    /// A claim takes two round trips. A machine or a network that is lost between them leaves a transaction whose rows nobody else can claim, for the eight
    /// hours that are usual. MariaDB ends a transaction that has been silent for 10 seconds; MySQL can only end a connection that is, whatever it does, and
    /// gets a minute: one that was idle in our pool is asked before it is used again.
    /// </para>
    /// </remarks>
    public const string Session =
        "SET SESSION " + OfStatements + ", autocommit = 1, completion_type = 0 /*M!100300 , max_statement_time = 0, idle_transaction_timeout = 10 */ "
        + "/*!50708 , max_execution_time = 0, wait_timeout = 60 */; SET SESSION TRANSACTION READ WRITE; ";

    private const string OfStatements =
        "sql_mode = 'STRICT_ALL_TABLES', sql_select_limit = 18446744073709551615, sql_safe_updates = 0, sql_big_selects = 1, sql_auto_is_null = 0, unique_checks = 1";

    private const string IdleTimeout = "Connection Idle Timeout";
    private const uint IdleTimeoutSeconds = 30;

    /// <summary>The settings of connections of our own: what the application says, but for what our statements and readers depend on.</summary>
    public static MySqlConnectionStringBuilder Own(string connectionString, TimeSpan commandTimeout)
    {
        MySqlConnectionStringBuilder settings = new(connectionString)
        {
            AllowUserVariables = true,
            AllowZeroDateTime = false,

            // An ambient transaction is somebody else's: a task that was acknowledged must not go when that is rolled back.
            AutoEnlist = false,
            ConnectionReset = false,
            ConvertZeroDateTime = false,
            DefaultCommandTimeout = (uint)Math.Ceiling(commandTimeout.TotalSeconds),

            // Transactions begin and end in our statements.
            IgnoreCommandTransaction = false,

            // The driver escapes by this setting, the server by its mode, which we set.
            NoBackslashEscapes = false,
            OldGuids = false,
            UseAffectedRows = false,
        };

        // Ids are texts here, and no text or bytes of a task must be taken for one because of its length.
        settings.GuidFormat = MySqlGuidFormat.None;

        // A start or a burst needs many connections for a moment; a process that has little to do gives them back soon.
        if (!settings.ShouldSerialize(IdleTimeout))
        {
            settings.ConnectionIdleTimeout = IdleTimeoutSeconds;
        }

        // At a timeout the driver would ask the server to end the statement, from a timer's callback: what that throws, as for a connection that has just
        // been reset, ends the process. It closes the connection instead, and the server ends the transaction.
        settings.CancellationTimeout = -1;
        return settings;
    }

    /// <summary>What keeps connections from being used at all; <see langword="null"/> if nothing does.</summary>
    public static string? ProblemOf(MySqlDataSource source)
    {
        MySqlConnectionStringBuilder settings = new(source.ConnectionString);
        return !settings.AllowUserVariables ? "do not allow user variables; add AllowUserVariables=True to their connection string."
            : settings.NoBackslashEscapes ? "say NoBackslashEscapes=True, which does not go with the SQL mode of the tasks; take it out of their connection string."
            : !settings.ConnectionReset ? "say ConnectionReset=False, so that the settings of a transaction of the tasks would stay with your own; take it out of their connection string."
            : settings.OldGuids || settings.GuidFormat is not (MySqlGuidFormat.Default or MySqlGuidFormat.None or MySqlGuidFormat.Char36)
                ? "read texts or bytes of some lengths as Guid; take GuidFormat and OldGuids out of their connection string, or write GuidFormat=Char36."
            : null;
    }
}
