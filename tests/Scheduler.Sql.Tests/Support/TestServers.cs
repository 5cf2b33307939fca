namespace GeneratedScheduler.Sql.Tests;

/// <summary>The real servers that <c>tests/servers.sh</c> starts, as their connection strings in the environment.</summary>
internal static class TestServers
{
    public static string? PostgreSql => TestEnvironment.PostgreSql;

    /// <summary>Of every environment.</summary>
    public static string? UsualPostgreSql => Environment.GetEnvironmentVariable("SCHEDULER_TEST_POSTGRES");

    public static string? PgBouncer => Environment.GetEnvironmentVariable("SCHEDULER_TEST_PGBOUNCER");

    public static string? MySql => Environment.GetEnvironmentVariable("SCHEDULER_TEST_MYSQL");

    /// <summary>The connection string, or a skip with its reason; a failure where nothing may be skipped.</summary>
    public static string Require(string? connectionString, string server)
    {
        if (connectionString is null)
        {
            string reason = $"No {server} to test on: run ./test.sh, or eval \"$(tests/servers.sh start)\" before the tests.";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Skip(reason);
        }

        return connectionString!;
    }
}
