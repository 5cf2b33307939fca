using System.Data.Common;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>A task that the database refuses is refused alone, with a typed exception that tells which one; and one that waits for a lock waits alone.</summary>
public sealed class AddTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task Adds_of_one_moment_are_refused_each_for_itself(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.RefuseAsync("refusal", "INSERT", "NEW.word = 'poison'", "not that word");
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        string run = Guid.NewGuid().ToString();
        Task<TaskHandle<string>>[] adds = [.. Enumerable.Range(0, 40).Select(i => Task.Run(
            () => scheduler.EnqueueAsync(new RefusalTask(run, i % 13 == 5 ? "poison" : $"fine {i}"), cancellationToken: Cancellation).AsTask(), Cancellation))];
        for (int i = 0; i < adds.Length; i++)
        {
            if (i % 13 == 5)
            {
                InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => adds[i]);
                Assert.Contains("not that word", refused.Message, StringComparison.Ordinal);
                Assert.Null(refused.Index);
            }
            else
            {
                Assert.Equal($"fine {i}", await (await adds[i]).Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation));
            }
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_refused_task_among_many_is_told_by_its_place_and_nothing_is_added(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.RefuseAsync("refusal", "INSERT", "NEW.word = 'poison'", "not that word");
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        foreach (int bad in new[] { 0, 37, 99 })
        {
            InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => scheduler.EnqueueManyAsync(
                Enumerable.Range(0, 100).Select(i => new RefusalTask("", i == bad ? "poison" : "fine")), cancellationToken: Cancellation).AsTask());
            Assert.Equal(bad, refused.Index);
            Assert.Contains("not that word", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"task {bad + 1} of the 100", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
        Assert.Equal(["0"], await store.QueryAsync("SELECT count(*) FROM refusal"));
    }

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task A_unique_index_of_the_applications_own_is_no_duplicate_of_ours(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await store.ExecuteAsync($"CREATE UNIQUE INDEX one_word ON refusal (word{(kind == MySqlTestStore.Kind ? "(100)" : "")})");
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        await scheduler.EnqueueAsync(new RefusalTask("", "once"), cancellationToken: Cancellation);
        await Assert.ThrowsAsync<InvalidTaskException>(
            () => scheduler.EnqueueAsync(new RefusalTask("", "once"), new EnqueueOptions { OnConflict = EnqueueConflict.UseExisting }, Cancellation).AsTask());
    }

    [Theory]
    [InlineData(PostgreSqlTestStore.Kind)]
    [InlineData(MySqlTestStore.Kind)]
    public async Task Whoever_waits_for_a_unique_key_in_vain_is_told_so(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory: false, options =>
        {
            TimeSpan timeout = TimeSpan.FromSeconds(3);
            _ = options is PostgreSqlContainerOptions postgres ? postgres.CommandTimeout = timeout : ((MySqlContainerOptions)options).CommandTimeout = timeout;
        });
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await scheduler.EnqueueAsync(transaction, new RefusalTask("", "mine"), new() { UniqueKey = "k" }, Cancellation);
        UniqueKeyLockedException locked = await Assert.ThrowsAsync<UniqueKeyLockedException>(
            () => scheduler.EnqueueAsync(new RefusalTask("", "theirs"), new() { UniqueKey = "k" }, Cancellation).AsTask());
        Assert.Equal(("refusal", "k"), (locked.TaskName, locked.UniqueKey));
        await transaction.RollbackAsync(Cancellation);
        await scheduler.EnqueueAsync(new RefusalTask("", "theirs"), new() { UniqueKey = "k" }, Cancellation);
    }

    [Theory]
    [InlineData(PostgreSqlTestStore.Kind, false)]
    [InlineData(PostgreSqlTestStore.Kind, true)]
    [InlineData(MySqlTestStore.Kind, false)]
    [InlineData(MySqlTestStore.Kind, true)]
    public async Task A_unique_key_that_waits_for_a_transaction_holds_up_nobody_else(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using ITaskContainer<RefusalTask, string> container = await RefusedTasks.OpenAsync(store, withMemory);
        await using RefusalScheduler scheduler = RefusedTasks.Start(container);

        // It keeps its key for as long as it has not ended.
        string run = Guid.NewGuid().ToString();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RefusedTasks.Gates[run] = gate.Task;
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        TaskHandle<string> mine = await scheduler.EnqueueAsync(transaction, new RefusalTask(run, "mine"), new() { UniqueKey = "k" }, Cancellation);
        Task<TaskHandle<string>> theirs = scheduler.EnqueueAsync(new RefusalTask("", "theirs"), new() { UniqueKey = "k" }, Cancellation).AsTask();

        // Whoever comes after the one that waits.
        for (int i = 0; i < 20; i++)
        {
            await scheduler.EnqueueAsync(new RefusalTask("", $"{i}"), i % 2 == 0 ? new() { UniqueKey = $"other {i}" } : null, Cancellation)
                .AsTask().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);
        }

        Assert.False(theirs.IsCompleted);
        await transaction.CommitAsync(Cancellation);
        DuplicateTaskException duplicate = await Assert.ThrowsAsync<DuplicateTaskException>(() => theirs);
        Assert.Equal(mine.Id, duplicate.Conflicts[0].ExistingId);
        gate.SetResult();
    }
}
