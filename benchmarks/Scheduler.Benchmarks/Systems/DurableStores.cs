using GeneratedScheduler.Benchmarks.Tasks;
using GeneratedScheduler.Sql;
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

    private static readonly Dictionary<string, Func<ValueTask<IReservingTaskContainer<SumTask, int>>>> Makers = new()
    {
        ["postgres"] = CreatePostgreSqlAsync,
        ["mysql"] = CreateMySqlAsync,
        ["sqlite"] = static () => new(CreateSqlite(SqliteSynchronous.Full)),
        ["sqlite-normal"] = static () => new(CreateSqlite(SqliteSynchronous.Normal)),
    };

    public static string[] Names => [.. Makers.Keys];

    public static string MySqlConnectionString => Environment.GetEnvironmentVariable(MySqlVariable)
        ?? throw new InvalidOperationException($"Set {MySqlVariable}, or run: eval \"$(tests/servers.sh start)\"");

    public static ValueTask<IReservingTaskContainer<SumTask, int>> CreateAsync(string store) => Makers[store]();

    private static async ValueTask<IReservingTaskContainer<SumTask, int>> CreatePostgreSqlAsync()
    {
        await PostgreSqlServer.CleanAsync();
        return PostgreSqlTaskContainer.Create(SumScheduler.CreateDefinition(), PostgreSqlServer.ConnectionString);
    }

    private static async ValueTask<IReservingTaskContainer<SumTask, int>> CreateMySqlAsync()
    {
        await using (MySqlConnection connection = new(MySqlConnectionString))
        {
            await connection.OpenAsync();
            await using MySqlCommand clean = new("DROP TABLE IF EXISTS benchmark_noop; DROP TABLE IF EXISTS scheduler_counts", connection);
            await clean.ExecuteNonQueryAsync();
        }

        return MySqlTaskContainer.Create(SumScheduler.CreateDefinition(), MySqlConnectionString);
    }

    // Beside the program and not in /tmp, which may be memory: a commit is to reach a disk.
    private static SqlTaskContainer<SumTask, int> CreateSqlite(SqliteSynchronous synchronous)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "sqlite");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return SqliteTaskContainer.Create(
            SumScheduler.CreateDefinition(), Path.Combine(folder, "tasks.db"), new SqliteContainerOptions { Synchronous = synchronous });
    }
}
