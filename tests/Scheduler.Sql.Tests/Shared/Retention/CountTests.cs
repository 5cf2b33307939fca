using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Retention;

/// <summary>The kept counts are what a look at every row would find, whatever has been done by however many at once.</summary>
public sealed class CountTests
{
    private const int Workers = 4;
    private const int Steps = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task They_agree_with_the_table_after_all_kinds_of_steps_and_purges(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        Tasks tasks = new();
        for (int round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(round * Workers, Workers).Select(worker => Task.Run(() => WorkAsync(store, tasks, worker), Cancellation)));
            await using SqlTaskContainer<FirstMailTask, string> looking = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition(), NoMaintenance);
            TaskCounts expected = await TableScan.CountAsync(store, "mail_first");
            Assert.Equal(expected, await looking.CountAsync(Cancellation));
            Assert.True(expected is { Waiting: > 0, Succeeded: > 0 }, $"The steps came to nothing: {expected}");
        }

        await CompactAsync(store);
        await using SqlTaskContainer<FirstMailTask, string> after = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition(), NoMaintenance);
        Assert.Equal(await TableScan.CountAsync(store, "mail_first"), await after.CountAsync(Cancellation));
    }

    private static void NoMaintenance(SqlContainerOptions options) => options.MaintenanceInterval = TimeSpan.FromHours(1);

    private static async Task CompactAsync(SqlTestStore store)
    {
        await using SqlTaskContainer<FirstMailTask, string> compacting = await store.OpenReadyAsync(
            FirstMailScheduler.CreateDefinition(), options => options.MaintenanceInterval = TimeSpan.FromMilliseconds(10));
        await Eventually.IsTrueAsync(
            async () => (await store.QueryAsync("SELECT 1 FROM scheduler_counts")).Count <= 1, () => "the counts are one row");
    }

    private static async Task WorkAsync(SqlTestStore store, Tasks tasks, int worker)
    {
        Random random = new(worker);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition(), options =>
        {
            options.MaintenanceInterval = TimeSpan.FromMilliseconds(20);
            options.Retention.SucceededCount = 20;
            options.Retention.StoppedFor = TimeSpan.FromMilliseconds(50);
        });
        for (int step = 0; step < Steps; step++)
        {
            await StepAsync(container, tasks, random);
        }
    }

    private static Task StepAsync(SqlTaskContainer<FirstMailTask, string> container, Tasks tasks, Random random) => random.Next(10) switch
    {
        < 2 => AddAsync(container, tasks, random),
        < 4 => ClaimAsync(container, tasks, random),
        < 7 => container.ApplyAsync([.. tasks.SomeClaims(random, 6).Select(claim => Move(claim, random))]),
        7 or 8 => container.ExecuteAsync(
            random.Next(4) switch { 0 => TaskCommand.Start, 1 => TaskCommand.Stop, 2 => TaskCommand.Restart, _ => TaskCommand.Delete },
            tasks.SomeIds(random, 5), new CommandResult[5], Cancellation).AsTask(),
        _ => container.RescueAsync(new RescueRequest(canReattach: false, maxLosses: 1, limit: 20), Cancellation).AsTask(),
    };

    private static async Task AddAsync(SqlTaskContainer<FirstMailTask, string> container, Tasks tasks, Random random)
    {
        NewTask<FirstMailTask>[] added = [.. Enumerable.Range(0, random.Next(1, 30)).Select(i =>
            new NewTask<FirstMailTask>(TaskId.New(), new("a", i), EnqueueOptions.Default, start: random.Next(4) > 0))];
        await container.AddAsync(added, default, Cancellation);
        tasks.Add(added.Select(t => t.Id));
    }

    private static async Task ClaimAsync(SqlTaskContainer<FirstMailTask, string> container, Tasks tasks, Random random)
    {
        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[random.Next(1, 20)];
        TimeSpan lease = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMinutes(5);
        int count = await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), lease), claimed, Cancellation);
        tasks.Add(claimed.Take(count).Select(c => new ClaimKey(c.Id, c.ClaimToken)));
    }

    private static TaskTransition<string> Move(ClaimKey claim, Random random) => random.Next(9) switch
    {
        0 => TaskTransition<string>.Report(claim.Id, claim.ClaimToken, new TaskProgress(0.5, "half"), null),
        1 => TaskTransition<string>.Export(claim.Id, claim.ClaimToken),
        2 => TaskTransition<string>.Fail(claim.Id, claim.ClaimToken, new TaskFailure(TaskFailureReason.Exception, "no")),
        3 => TaskTransition<string>.Retry(claim.Id, claim.ClaimToken, new TaskFailure(TaskFailureReason.Exception, "no"), TimeSpan.FromMilliseconds(random.Next(20))),
        4 => TaskTransition<string>.Defer(claim.Id, claim.ClaimToken, TimeSpan.Zero),
        5 => TaskTransition<string>.Release(claim.Id, claim.ClaimToken),
        6 => TaskTransition<string>.Stop(claim.Id, claim.ClaimToken),
        _ => TaskTransition<string>.Succeed(claim.Id, claim.ClaimToken, "done"),
    };

    private sealed class Tasks
    {
        private readonly ConcurrentBag<TaskId> _ids = [TaskId.New()];
        private readonly ConcurrentBag<ClaimKey> _claims = [new(TaskId.New(), 1)];

        public void Add(IEnumerable<TaskId> ids) => ids.ToList().ForEach(_ids.Add);

        public void Add(IEnumerable<ClaimKey> claims) => claims.ToList().ForEach(_claims.Add);

        public TaskId[] SomeIds(Random random, int count) => random.GetItems(_ids.ToArray(), count);

        public ClaimKey[] SomeClaims(Random random, int count) => random.GetItems(_claims.ToArray(), count);
    }
}
