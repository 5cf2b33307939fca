using GeneratedScheduler.Benchmarks.Tasks.Kinds;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>Databases that tasks are kept in. Servers are named by the variables that <c>tests/servers.sh</c> prints; SQLite needs none.</summary>
internal static class DurableStores
{
    private const string MySqlVariable = "SCHEDULER_TEST_MYSQL";

    // Beside the program and not in /tmp, which may be memory: a commit is to reach a disk.
    public static string SqliteFile { get; } = Path.Combine(AppContext.BaseDirectory, "sqlite", "tasks.db");

    private static readonly Dictionary<string, Func<ITaskStore>> Makers = new()
    {
        ["postgres"] = static () => new PostgreSqlStore(PostgreSqlServer.ConnectionString),
        ["mysql"] = static () => new MySqlStore(MySqlConnectionString),
        ["sqlite"] = static () => CreateSqlite(SqliteSynchronous.Full),
        ["sqlite-normal"] = static () => CreateSqlite(SqliteSynchronous.Normal),
    };

    public static string[] Names => [.. Makers.Keys];

    public static string MySqlConnectionString => Environment.GetEnvironmentVariable(MySqlVariable)
        ?? throw new InvalidOperationException($"Set {MySqlVariable}, or run: eval \"$(tests/servers.sh start)\"");

    /// <summary>Makes an empty store.</summary>
    public static async ValueTask<ITaskStore> CreateAsync(string store)
    {
        await CleanAsync(store);
        return Makers[store]();
    }

    /// <summary>Removes what benchmarks have left in the database behind a container of this name.</summary>
    public static async ValueTask CleanAsync(string container)
    {
        if (PostgreSqlServer.Keeps(container))
        {
            await PostgreSqlServer.CleanAsync();
        }
        else if (container.EndsWith("mysql", StringComparison.Ordinal))
        {
            await CleanMySqlAsync();
        }
        else
        {
            CleanSqlite();
        }
    }

    private static async Task CleanMySqlAsync()
    {
        await using MySqlConnection connection = new(MySqlConnectionString);
        await connection.OpenAsync();
        string tables = string.Join(", ", [.. HundredKinds.All.Select(static kind => kind.Table), "benchmark_noop", "scheduler_counts"]);
        await using MySqlCommand clean = new($"DROP TABLE IF EXISTS {tables}", connection);
        await clean.ExecuteNonQueryAsync();
    }

    private static void CleanSqlite()
    {
        string folder = Path.GetDirectoryName(SqliteFile)!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static SqliteStore CreateSqlite(SqliteSynchronous synchronous) =>
        new(SqliteFile, new SqliteContainerOptions { Synchronous = synchronous });
}
