using GeneratedScheduler.Containers;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Testing;

namespace GeneratedScheduler.AotTests;

/// <summary>The conformance suite over every container, natively.</summary>
internal static class ConformanceTests
{
    private const ContainerTraits Memory = ContainerTraits.Fifo | ContainerTraits.Bounded | ContainerTraits.Outcomes | ContainerTraits.Wakes;

    public static async Task RunAsync(NativeTestRun run)
    {
        await RunAsync(run, "queue", new FakeTimeContainerFixture(Memory, (setup, clock) =>
            new QueueTaskContainer<ProbeTask, ProbeResult>(new QueueContainerOptions
            {
                Capacity = setup.Capacity ?? 1_000_000,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
                TimeProvider = clock,
            })));
        await RunAsync(run, "ordered", new FakeTimeContainerFixture(Memory | ContainerTraits.Priorities, (setup, clock) =>
            new OrderedTaskContainer<ProbeTask, ProbeResult>(new OrderedContainerOptions
            {
                Capacity = setup.Capacity,
                AddTimeout = setup.AddTimeout,
                KeepFinished = 10_000,
                TimeProvider = clock,
            })));
        await RunOnDatabasesAsync(run);
    }

    private static async Task RunOnDatabasesAsync(NativeTestRun run)
    {
        string folder = Directory.CreateTempSubdirectory("scheduler-native-").FullName;
        await RunAsync(run, "SQLite", new StoreFixture(definition => SqliteTaskContainer.Create(definition, Path.Combine(folder, "tasks.db"))));
        Directory.Delete(folder, recursive: true);

        if (Server(run, "SCHEDULER_TEST_POSTGRES") is { } postgres)
        {
            await RunAsync(run, "PostgreSQL", new StoreFixture(definition => PostgreSqlTaskContainer.Create(definition, postgres)));
        }

        if (Server(run, "SCHEDULER_TEST_MYSQL") is { } mysql)
        {
            await RunAsync(run, "MySQL", new StoreFixture(definition => MySqlTaskContainer.Create(definition, mysql)));
        }
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

    private static async Task RunAsync(NativeTestRun run, string container, IContainerFixture fixture)
    {
        foreach (ConformanceCase one in new ContainerConformanceSuite(fixture).Cases)
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
