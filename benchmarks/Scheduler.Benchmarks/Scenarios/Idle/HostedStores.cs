using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Sql.Sqlite;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>Tells a host where its tasks are stored, by the name that <c>--container</c> takes.</summary>
internal static class HostedStores
{
    private static readonly Dictionary<string, Action<SchedulerBuilder>> Uses = new()
    {
        ["queue"] = static scheduler => scheduler.UseQueue(),
        ["ordered"] = static scheduler => scheduler.UseOrderedMap(),
        ["postgres"] = static scheduler => scheduler.UsePostgreSql(PostgreSqlServer.ConnectionString),
        ["mysql"] = static scheduler => scheduler.UseMySql(DurableStores.MySqlConnectionString),
        ["sqlite"] = static scheduler => scheduler.UseSqlite(DurableStores.SqliteFile, static options => options.Synchronous = SqliteSynchronous.Full),
        ["sqlite-normal"] = static scheduler => scheduler.UseSqlite(DurableStores.SqliteFile, static options => options.Synchronous = SqliteSynchronous.Normal),
    };

    public static void Use(SchedulerBuilder scheduler, string container)
    {
        string? store = TaskContainers.BehindMemory(container);
        Uses[store ?? container](scheduler);
        if (store is not null)
        {
            scheduler.UseMemoryInFront();
        }
    }
}
