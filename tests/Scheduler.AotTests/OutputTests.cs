using GeneratedScheduler.Sql;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Sql.Sqlite;
using static GeneratedScheduler.AotTests.NativeTestRun;

namespace GeneratedScheduler.AotTests;

/// <summary>Tasks in memory whose outputs are kept in a database, natively.</summary>
internal static class OutputTests
{
    public static async Task RunAsync(NativeTestRun run)
    {
        string folder = Directory.CreateTempSubdirectory("scheduler-native-").FullName;
        await run.CheckAsync("outputs in SQLite", () => KeepAsync(new SqliteStore(Path.Combine(folder, "outputs.db"))));
        Directory.Delete(folder, recursive: true);
        if (ConformanceTests.Server(run, "SCHEDULER_TEST_POSTGRES") is { } postgres)
        {
            await run.CheckAsync("outputs in PostgreSQL", () => KeepAsync(new PostgreSqlStore(postgres)));
        }

        if (ConformanceTests.Server(run, "SCHEDULER_TEST_MYSQL") is { } mysql)
        {
            await run.CheckAsync("outputs in MySQL", () => KeepAsync(new MySqlStore(mysql)));
        }
    }

    private static async Task KeepAsync(SqlStore opened)
    {
        await using SqlStore store = opened;
        TaskDefinition<Order, Receipt?> definition = OrderScheduler.CreateDefinition();
        await using SqlTaskDataPersister<Order, Receipt?> persister = store.OpenOutputs(definition);
        await using OrderScheduler orders = OrderScheduler.Create(setup => setup.Persister = persister);
        TaskHandle<Receipt?> billed = await orders.EnqueueAsync(StorageTests.Sample);
        TaskHandle<Receipt?> free = await orders.EnqueueAsync(StorageTests.Sample with { Id = 0 });
        Equal("a,b", string.Join(',', (await billed.Completion)!.Lines), "lines");
        Equal(null, await free.Completion, "nothing");

        await using SqlTaskDataPersister<Order, Receipt?> other = store.OpenOutputs(definition);
        Receipt? kept = await other.LoadAsync(billed.Id, CancellationToken.None);
        Equal((Guid.AllBitsSet, 1.50m), (kept!.Id, kept.Total), "receipt");
        Equal(null, await other.LoadAsync(free.Id, CancellationToken.None), "nothing");
        await orders.DeleteAsync(billed.Id, CancellationToken.None);
        try
        {
            await other.LoadAsync(billed.Id, CancellationToken.None);
            throw new InvalidOperationException("The output is still there although its task was deleted.");
        }
        catch (TaskNotFoundException)
        {
            // As it should be.
        }
    }
}
