using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>What a session must be set to, whatever the defaults of the server, the database and the user are; and what connection strings must say.</summary>
internal static class PostgreSqlSettings
{
    /// <summary>How many connections are needed: one that keeps others from changing the schema, and one that looks at it meanwhile.</summary>
    public const int LeastPoolSize = 2;

    /// <summary>
    /// Settings of our own connections, which carry out nothing but statements that walk an index: a plan without one is always wrong here,
    /// whatever the statistics of a table say that is empty at one moment and full at the next.
    /// </summary>
    public const string PlannerOptions =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_nestloop=on -c enable_indexscan=on "
        + "-c plan_cache_mode=force_generic_plan -c jit=off";

    /// <summary>The same for one transaction, where a session of the server is shared with others.</summary>
    public const string PlannerOfTransaction =
        "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true), "
        + "set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)";

    /// <summary>
    /// Settings of our own connections: a server asks a client that is silent whether it is still there. What it holds, the locks of a
    /// transaction whose end never came through included, is free again half a minute after its machine or its network is gone, and not
    /// after the two hours that are usual.
    /// </summary>
    public const string LivenessOptions =
        "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=30000";

    /// <summary>
    /// Calls under a cluster-wide limit wait for each other, and then have to see what the one before has committed. How long a call may take is said by
    /// the client (CommandTimeout). Names are told and texts are read as our statements expect.
    /// </summary>
    private const string SessionOptions =
        @"-c default_transaction_isolation=read\ committed -c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0 "
        + "-c idle_in_transaction_session_timeout=0 -c quote_all_identifiers=off -c standard_conforming_strings=on";

    private const string IdleLifetime = "Connection Idle Lifetime";
    private const int IdleLifetimeSeconds = 30;

    /// <summary>The settings of connections of our own: what the application says, but for what our statements and readers depend on.</summary>
    /// <param name="settings">The application's; changed.</param>
    /// <param name="commandTimeout">The longest that the server may take for one call.</param>
    public static void MakeOwn(NpgsqlConnectionStringBuilder settings, TimeSpan commandTimeout)
    {
        settings.ApplicationName ??= "GeneratedScheduler";
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 100);
        settings.AutoPrepareMinUsages = 2;

        // Nothing is left in a session that would have to be undone, and the driver's undoing is a transaction for each statement of ours.
        settings.NoResetOnClose = true;

        // An ambient transaction is somebody else's: a task that was acknowledged must not go when that is rolled back.
        settings.Enlist = false;
        settings.CommandTimeout = (int)Math.Ceiling(commandTimeout.TotalSeconds);

        // A start or a burst needs many connections for a moment; a process that has little to do gives them back soon.
        if (!settings.ShouldSerialize(IdleLifetime))
        {
            settings.ConnectionIdleLifetime = IdleLifetimeSeconds;
        }

        // Who listens has a connection for itself.
        settings.Multiplexing = false;
        settings.Encoding = "UTF8";
        settings.ClientEncoding = null;
        if (settings.CancellationTimeout == 0)
        {
            // Zero means forever.
            settings.CancellationTimeout = 2_000;
        }

        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            // Of several servers, the one that can be written.
            settings.TargetSessionAttributes ??= "primary";
        }

        // The last one counts: the application may know its network better, but not our plans.
        settings.Options = $"{LivenessOptions} {settings.Options} {PlannerOptions} {SessionOptions}";
    }

    /// <summary>Changes the settings of connections of our own for a pooler that shares sessions of the server between clients.</summary>
    public static void SuitPooler(NpgsqlConnectionStringBuilder settings)
    {
        // Poolers refuse or ignore options of a session, and a prepared statement would be in a session that the next transaction need not get.
        settings.Options = null;
        settings.MaxAutoPrepare = 0;
    }

    /// <summary>What keeps connections from being used at all; <see langword="null"/> if nothing does.</summary>
    public static string? ProblemOf(NpgsqlDataSource source)
    {
        NpgsqlConnectionStringBuilder settings = new(source.ConnectionString);
        return settings.Multiplexing ? "say Multiplexing=true, with which transactions cannot begin in a statement; take it out of their connection string."
            : !string.Equals(settings.Encoding, "UTF8", StringComparison.OrdinalIgnoreCase) && !string.Equals(settings.Encoding, "UTF-8", StringComparison.OrdinalIgnoreCase)
                ? $"say Encoding={settings.Encoding}, which cannot write every text; take it out of their connection string."
            : null;
    }
}
