using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Makes containers in PostgreSQL, for programs without a host. With one, <c>UsePostgreSql</c> is shorter.</summary>
public static class PostgreSqlTaskContainer
{
    /// <summary>
    /// Settings of our own connections, which carry out nothing but statements that walk an index: a plan without one is always wrong here,
    /// whatever the statistics of a table say that is empty at one moment and full at the next.
    /// </summary>
    internal const string PlannerOptions =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c jit=off";

    /// <summary>Calls under a cluster-wide limit wait for each other, and then have to see what the one before has committed.</summary>
    private const string IsolationOptions = @"-c default_transaction_isolation=read\ committed";

    /// <summary>
    /// Settings of our own connections: a server asks a client that is silent whether it is still there. What it holds, the locks of a
    /// transaction whose end never came through included, is free again half a minute after its machine or its network is gone, and not
    /// after the two hours that are usual.
    /// </summary>
    internal const string LivenessOptions =
        "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=30000";

    /// <summary>Makes a container with connections of its own, which it closes when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=localhost;Database=app;Username=app;Password=…</c>.</param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, string connectionString, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        options ??= new();
        return Make(definition, Open(connectionString, options), options);
    }

    /// <summary>Makes a container over the application's own connections, which stay open when it is disposed.</summary>
    /// <param name="definition">The kind of task; its project references GeneratedScheduler.Sql, so that it has a mapper.</param>
    /// <param name="source">
    /// The connections. Statements are prepared only if the source says so: set <c>MaxAutoPrepare</c> to 50 or more in its connection string.
    /// </param>
    /// <param name="options">How tasks are kept; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SchedulerConfigurationException">The kind of task has no mapper.</exception>
    public static SqlTaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, NpgsqlDataSource source, PostgreSqlContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        return Make(definition, Open(source, options, ownsSource: false), options);
    }

    private static SqlTaskContainer<TTask, TResult> Make<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, PostgreSqlDatabase database, PostgreSqlContainerOptions options) =>
        new(DatabaseUse.Of(database), definition.Name, definition.Mapper, options);

    internal static PostgreSqlDatabase Open(string connectionString, PostgreSqlContainerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        NpgsqlSlimDataSourceBuilder builder = BuilderOf(connectionString);
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "GeneratedScheduler";
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 100);
        settings.AutoPrepareMinUsages = 2;

        // Nothing is left in a session that would have to be undone, and the driver's undoing is a transaction for each statement of ours.
        settings.NoResetOnClose = true;

        // An ambient transaction is somebody else's: a task that was acknowledged must not go when that is rolled back.
        settings.Enlist = false;
        settings.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);

        // The last one counts: the application may know its network better, but not our plans.
        settings.Options = $"{LivenessOptions} {settings.Options} {PlannerOptions} {IsolationOptions}";
        string complete = settings.ConnectionString;
        return new(builder.Build(), ownsSource: true, DialectOf(options), timeout => OutsideOfPool(complete, timeout));
    }

    private static NpgsqlSlimDataSourceBuilder BuilderOf(string connectionString)
    {
        NpgsqlSlimDataSourceBuilder builder = new(connectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder;
    }

    // For leases: whatever the pool's size is and whoever has its connections, this one is there.
    private static NpgsqlDataSource OutsideOfPool(string connectionString, TimeSpan timeout)
    {
        NpgsqlSlimDataSourceBuilder builder = BuilderOf(connectionString);
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        int longest = LeaseConnection<NpgsqlConnection>.Seconds(timeout);
        settings.Timeout = settings.Timeout > 0 ? Math.Min(settings.Timeout, longest) : longest;
        settings.Pooling = false;
        return builder.Build();
    }

    internal static PostgreSqlDatabase Open(NpgsqlDataSource source, PostgreSqlContainerOptions options, bool ownsSource) =>
        new(source, ownsSource, DialectOf(options));

    private static PostgreSqlDialect DialectOf(PostgreSqlContainerOptions options) => new(options.SchemaName, options.Clock);
}
