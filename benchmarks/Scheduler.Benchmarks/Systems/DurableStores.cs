using System.Data.Common;
using GeneratedScheduler.Benchmarks.Tasks;
using GeneratedScheduler.Containers;
using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>Databases that tasks are kept in. Servers are named by the variables that <c>tests/servers.sh</c> prints; SQLite needs none.</summary>
internal static class DurableStores
{
    private const string PostgreSqlVariable = "SCHEDULER_TEST_POSTGRES";
    private const string MySqlVariable = "SCHEDULER_TEST_MYSQL";

    private static readonly Dictionary<string, Func<ValueTask<IReservingTaskContainer<SumTask, int>>>> Makers = new()
    {
        ["postgres"] = CreatePostgreSqlAsync,
        ["mysql"] = CreateMySqlAsync,
        ["sqlite"] = static () => new(CreateSqlite(SqliteSynchronous.Full)),
        ["sqlite-normal"] = static () => new(CreateSqlite(SqliteSynchronous.Normal)),
    };

    public static string[] Names => [.. Makers.Keys];

    public static ValueTask<IReservingTaskContainer<SumTask, int>> CreateAsync(string store) => Makers[store]();

    private static async ValueTask<IReservingTaskContainer<SumTask, int>> CreatePostgreSqlAsync()
    {
        string connectionString = Variable(PostgreSqlVariable);
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString))
        {
            await RunAsync(source, "DROP TABLE IF EXISTS benchmark_noop; DROP TABLE IF EXISTS scheduler_counts; CHECKPOINT");
        }

        return PostgreSqlTaskContainer.Create(SumScheduler.CreateDefinition(), connectionString);
    }

    private static async ValueTask<IReservingTaskContainer<SumTask, int>> CreateMySqlAsync()
    {
        string connectionString = Variable(MySqlVariable);
        await using (MySqlDataSource source = new(connectionString))
        {
            await RunAsync(source, "DROP TABLE IF EXISTS benchmark_noop; DROP TABLE IF EXISTS scheduler_counts");
        }

        return MySqlTaskContainer.Create(SumScheduler.CreateDefinition(), connectionString);
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

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"Set {name}, or run: eval \"$(tests/servers.sh start)\"");

    private static async Task RunAsync(DbDataSource source, string sql)
    {
        await using DbCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
