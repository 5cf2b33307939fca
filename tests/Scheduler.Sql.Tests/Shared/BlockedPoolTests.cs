using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Tests that take all threads of the pool, beside which no other test can run.</summary>
[CollectionDefinition(nameof(BlockedPool), DisableParallelization = true)]
public sealed class BlockedPool;

/// <summary>
/// Tasks that block every thread of the pool for several lease times, beside a second scheduler that rescues what it takes for lost. Leases are
/// renewed all the same, so each task runs once.
/// </summary>
[Collection(nameof(BlockedPool))]
public sealed class BlockedPoolTests
{
    private const int LeaseTimes = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.5);

    // More than the pool adds threads in this time.
    private static readonly int Tasks = 4 * Environment.ProcessorCount + 60;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public Task No_task_runs_twice_while_tasks_block_the_pool(string kind) => RunAsync(kind, isInFront: false);

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public Task No_task_runs_twice_while_tasks_block_the_pool_with_memory_in_front(string kind) => RunAsync(kind, isInFront: true);

    private static async Task RunAsync(string kind, bool isInFront)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<BlockerTask, string> container = Open(store, isInFront);
        await using ITaskContainer<BlockerTask, string> other = Open(store, isInFront: false);
        await using BlockerScheduler scheduler = BlockerScheduler.Create(s => Configure(s, container, Tasks));

        // It looks for lost tasks, and claims nothing.
        await using BlockerScheduler rescuer = BlockerScheduler.Create(s => Configure(s, other, 1));
        rescuer.Pause();
        rescuer.Start();
        await rescuer.CountAsync();
        Blockers.Close();
        using ManualResetEventSlim never = new();
        Thread opener = new(() =>
        {
            // Real time: it is the pool's own that is not to be had.
            Blockers.Begun.Wait();
            never.Wait(Lease * LeaseTimes);
            Blockers.Gate.Set();
        })
        {
            IsBackground = true,
        };
        opener.Start();
        IReadOnlyList<TaskHandle<string>> handles = await scheduler.EnqueueManyAsync(Enumerable.Range(0, Tasks).Select(i => new BlockerTask(i)));
        await Task.WhenAll(handles.Select(handle => handle.Completion)).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Repeat(1, Tasks), Blockers.Runs.Values);
        Assert.Equal(["0"], await store.QueryAsync("SELECT max(task_losses) FROM blocker"));
    }

    private static ITaskContainer<BlockerTask, string> Open(SqlTestStore store, bool isInFront)
    {
        SqlTaskContainer<BlockerTask, string> container = store.Open(BlockerScheduler.CreateDefinition());
        return isInFront ? new CombinedTaskContainer<BlockerTask, string>(container) : container;
    }

    private static void Configure(SchedulerSetup<BlockerTask, string> setup, ITaskContainer<BlockerTask, string> container, int concurrency)
    {
        setup.Container = container;
        setup.Options.Concurrency = concurrency;
        setup.Options.LeaseDuration = Lease;
    }
}
