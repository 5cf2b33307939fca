using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Sql.Tests.Shared.Outages;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>The file is locked for too long, or full, while tasks run and are enqueued: it is said, and work goes on by itself afterwards.</summary>
public sealed class OutageTests
{
    private const int Tasks = 120;

    [Fact]
    public async Task Work_goes_on_after_somebody_held_the_lock_for_too_long()
    {
        await using SqliteProbe store = new();
        await using SqlTaskContainer<ChoreTask, int> container = await OpenAsync(store.Path);
        await using ChoreScheduler chores = Start(container);
        ChoreLife life = new(chores, Tasks);
        Task enqueuing = life.EnqueueAsync();
        await life.RanAsync(40);
        using (SqliteConnection other = store.Connect())
        using (SqliteTransaction holding = other.BeginTransaction())
        {
            await life.IsAsync(HealthStatus.Unhealthy);

            // The one who enqueues may be waiting for tasks to run, which cannot be claimed now.
            Assert.False(await life.TryEnqueueAsync(Tasks - 1));
            holding.Rollback();
        }

        await enqueuing;
        await life.IsAllDoneAsync(container);
        await life.IsAsync(HealthStatus.Healthy);
        Assert.All(life.Failures, failure => Assert.Contains(
            nameof(SqliteContainerOptions.BusyTimeout), Assert.IsType<SqliteFileException>(failure).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_goes_on_after_the_disk_was_full()
    {
        await using SqliteProbe store = new();
        await (await OpenAsync(store.Path)).DisposeAsync();
        using SmallDisk disk = new(store.Path);
        disk.MostPages = Convert.ToInt32(store.Ask("PRAGMA page_count"), null) + 10;
        await using SqlTaskContainer<ChoreTask, int> container = await OpenAsync(store.Path);
        await using ChoreScheduler chores = Start(container);
        ChoreLife life = new(chores, Tasks, weight: new string('x', 2_000));
        Task enqueuing = life.EnqueueAsync();
        await Eventually.IsTrueAsync(() => life.Failures.Count > 3, () => "enqueuing is refused");
        disk.MostPages = int.MaxValue;
        await enqueuing;
        await life.IsAllDoneAsync(container);
        await life.IsAsync(HealthStatus.Healthy);
        Assert.All(life.Failures, failure => Assert.Contains("disk is full", Assert.IsType<SqliteFileException>(failure).Message, StringComparison.Ordinal));
    }

    private static async Task<SqlTaskContainer<ChoreTask, int>> OpenAsync(string path)
    {
        SqliteContainerOptions options = new() { Synchronous = SqliteSynchronous.Normal, BusyTimeout = TimeSpan.FromMilliseconds(100) };
        SqlTaskContainer<ChoreTask, int> container = new SqliteStore(path, options).OpenAlone(ChoreScheduler.CreateDefinition());
        await container.InitializeAsync(SqliteProbe.Cancellation);
        return container;
    }

    private static ChoreScheduler Start(SqlTaskContainer<ChoreTask, int> container) => ChoreScheduler.Create(setup =>
    {
        setup.Container = container;
        setup.Options.Concurrency = 4;
        setup.Options.LeaseDuration = TimeSpan.FromSeconds(10);
        setup.Options.SchedulingInterval = TimeSpan.FromMilliseconds(200);
    });
}
