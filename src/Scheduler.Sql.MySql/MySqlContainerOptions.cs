namespace GeneratedScheduler.Sql.MySql;

/// <summary>How tasks are kept in MySQL or MariaDB. Read once, when the container is made.</summary>
public sealed class MySqlContainerOptions : SqlContainerOptions
{
    /// <summary>
    /// The longest that the server may take to answer one call, for connections that are made from a connection string; more than zero. 10
    /// seconds by default, so that a connection that is cut half-open is noticed well within a lease.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>SQL of the present moment; tests move it.</summary>
    internal string Clock { get; set; } = MySqlDialect.StatementClock;
}
