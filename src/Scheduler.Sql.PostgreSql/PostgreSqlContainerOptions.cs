namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>How tasks are kept in PostgreSQL. Read once, when the container is made.</summary>
public sealed class PostgreSqlContainerOptions : SqlContainerOptions
{
    /// <summary>The schema of the tables, which must exist; <see langword="null"/> (the default) for the first one of the search path.</summary>
    public string? SchemaName { get; set; }

    /// <summary>
    /// The longest that the server may take to answer one call, for connections that are made from a connection string; more than zero. 10
    /// seconds by default, so that a connection that is cut half-open is noticed well within a lease.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>SQL of the present moment; tests move it.</summary>
    internal string Clock { get; set; } = PostgreSqlDialect.StatementClock;
}
