using GeneratedScheduler.Benchmarks.Tasks.Kinds;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>The PostgreSQL server that we and our peers keep tasks in, one after the other.</summary>
internal static class PostgreSqlServer
{
    private const string Variable = "SCHEDULER_TEST_POSTGRES";

    // Whatever any system left there: nobody is measured while the server tidies up after somebody else.
    private static readonly string Clean = $"""
        DROP TABLE IF EXISTS benchmark_noop;
        DROP TABLE IF EXISTS {string.Join(", ", HundredKinds.All.Select(static kind => kind.Table))};
        DROP TABLE IF EXISTS scheduler_counts;
        DROP TABLE IF EXISTS pgbench_accounts, pgbench_branches, pgbench_history, pgbench_tellers;
        DROP SCHEMA IF EXISTS hangfire CASCADE;
        DROP SCHEMA IF EXISTS graphile_worker CASCADE;
        DROP SCHEMA IF EXISTS pgboss CASCADE;
        """;

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable)
        ?? throw new InvalidOperationException($"Set {Variable}, or run: eval \"$(tests/servers.sh start)\"");

    /// <summary>Whether anybody has said where it is.</summary>
    public static bool IsThere => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Whether a container of this name keeps its tasks there.</summary>
    public static bool Keeps(string container) => container.EndsWith("postgres", StringComparison.Ordinal);

    /// <summary>Removes everything that a benchmark has left there, and has the rest written to disk.</summary>
    public static async Task CleanAsync()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString);
        await using (NpgsqlCommand clean = source.CreateCommand(Clean))
        {
            await clean.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand checkpoint = source.CreateCommand("CHECKPOINT");
        await checkpoint.ExecuteNonQueryAsync();
    }
}
