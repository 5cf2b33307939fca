using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.AotTests;

/// <summary>The conformance suite over every container, natively.</summary>
internal static class ConformanceTests
{
    private const ContainerTraits Memory = ContainerTraits.Fifo | ContainerTraits.Bounded | ContainerTraits.Outcomes | ContainerTraits.Wakes | ContainerTraits.SteadyClock;

    public static async Task RunAsync(NativeTestRun run)
    {
        await RunAsync(run, "queue", FakeTimeContainerFixture.OverStore(Memory, (setup, _) =>
            new MemoryStore(new MemoryContainerOptions
            {
                Capacity = setup.Capacity ?? 1_000_000,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
            })));
        await RunAsync(run, "ordered", FakeTimeContainerFixture.OverStore(Memory | ContainerTraits.Priorities, (setup, _) =>
            new MemoryStore(new MemoryContainerOptions
            {
                Order = TaskOrder.Priority,
                Capacity = setup.Capacity ?? 1_000_000,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
            })));
        await RunOnDatabasesAsync(run);
    }

    private static async Task RunOnDatabasesAsync(NativeTestRun run)
    {
        string folder = Directory.CreateTempSubdirectory("scheduler-native-").FullName;
        await RunOnDatabaseAsync(run, "SQLite", new StoreFixture(() => new SqliteStore(Path.Combine(folder, "tasks.db"))));
        Directory.Delete(folder, recursive: true);

        if (Server(run, "SCHEDULER_TEST_POSTGRES") is { } postgres)
        {
            await RunOnDatabaseAsync(run, "PostgreSQL", new StoreFixture(() => new PostgreSqlStore(postgres)));
        }

        if (Server(run, "SCHEDULER_TEST_MYSQL") is { } mysql)
        {
            await RunOnDatabaseAsync(run, "MySQL", new StoreFixture(() => new MySqlStore(mysql)));
        }
    }

    private static async Task RunOnDatabaseAsync(NativeTestRun run, string database, StoreFixture fixture)
    {
        await using StoreFixture _ = fixture;
        await RunAsync(run, database, fixture);
        await RunAsync(run, $"memory in front of {database}", new CombinedContainerFixture(fixture), parallelTasks: 800);
    }

    /// <summary>The connection string of a server of the tests; a skip if there is none.</summary>
    public static string? Server(NativeTestRun run, string variable)
    {
        string? connectionString = Environment.GetEnvironmentVariable(variable);
        if (connectionString is null)
        {
            run.Skip(variable, "is not set; tests/servers.sh starts the servers");
        }

        return connectionString;
    }

    private static async Task RunAsync(NativeTestRun run, string container, IContainerFixture fixture, int parallelTasks = 2_000)
    {
        foreach (ConformanceCase one in new ContainerConformanceSuite(fixture) { ParallelTasks = parallelTasks }.Cases)
        {
            if (one.SkipReason is { } reason)
            {
                run.Skip($"{container}: {one.Name}", reason);
            }
            else
            {
                await run.CheckAsync($"{container}: {one.Name}", () => one.RunAsync(CancellationToken.None));
            }
        }
    }
}
