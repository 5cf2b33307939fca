using System.Data.Common;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>A task that is enqueued in a transaction exists exactly if the transaction commits.</summary>
public sealed class TransactionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_commit_makes_the_task_exist(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await using FirstMailScheduler mails = FirstMailScheduler.Create(setup => setup.Container = container);
        await mails.CountAsync(Cancellation);
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        TaskHandle<string> mail = await mails.EnqueueAsync(transaction, "a", 1, null, Cancellation);
        Assert.Null(await mails.GetAsync(mail.Id, Cancellation));
        await transaction.CommitAsync(Cancellation);
        Assert.Equal("a 1", await mail.Completion.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation));
        Assert.Equal(1, (await mails.CountAsync(Cancellation)).Succeeded);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_rollback_leaves_nothing(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        NewTask<FirstMailTask>[] tasks = [new(TaskId.New(), new FirstMailTask("a", 1), EnqueueOptions.Default)];
        await using DbConnection connection = await store.ConnectAsync();
        await using (DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await container.AddInTransactionAsync(transaction, tasks, Cancellation);
            await transaction.RollbackAsync(Cancellation);
        }

        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
        Assert.Null((await container.GetAsync(new[] { tasks[0].Id }, Cancellation))[0]);

        // The names are free again.
        await container.AddAsync(tasks, default, Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_name_that_is_taken_says_so(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        EnqueueOptions options = new() { UniqueKey = "only one" };
        TaskId first = TaskId.New();
        await container.AddAsync(new[] { new NewTask<FirstMailTask>(first, new("a", 1), options) }, default, Cancellation);
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        DuplicateTaskException taken = await Assert.ThrowsAsync<DuplicateTaskException>(async () =>
            await container.AddInTransactionAsync(transaction, new[] { new NewTask<FirstMailTask>(TaskId.New(), new("b", 1), options) }, Cancellation));
        Assert.Equal(first, taken.Conflicts[0].ExistingId);
        AssertFitsTransactions(taken, first);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task An_id_that_is_taken_says_so(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await using FirstMailScheduler mails = EnqueueOnly(container);
        EnqueueOptions options = new() { Id = TaskId.New(), OnConflict = EnqueueConflict.UseExisting };
        await mails.EnqueueAsync(new FirstMailTask("a", 1), options, Cancellation);
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        DuplicateTaskException taken = await Assert.ThrowsAsync<DuplicateTaskException>(async () =>
            await mails.EnqueueAsync(transaction, new FirstMailTask("b", 1), options, Cancellation));
        AssertFitsTransactions(taken, options.Id.Value);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task The_first_call_may_be_one_in_a_transaction(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using (SqlTaskContainer<FirstMailTask, string> another = store.Open(FirstMailScheduler.CreateDefinition()))
        {
            await another.InitializeAsync(Cancellation);
        }

        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition(), Impatient);
        await using FirstMailScheduler mails = EnqueueOnly(container);
        await EnqueueAsync(store, mails);
        Assert.Equal(1, (await mails.CountAsync(Cancellation)).Waiting);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_first_call_in_a_transaction_makes_the_table_or_says_why_it_cannot(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition(), Impatient);
        await using FirstMailScheduler mails = EnqueueOnly(container);
        if (kind == SqliteTestStore.Kind)
        {
            // First the mode of the file is wrong, and then the table is missing.
            for (int i = 0; i < 2; i++)
            {
                SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(() => EnqueueAsync(store, mails));
                Assert.Contains("CountAsync()", refused.Message, StringComparison.Ordinal);
                await store.ExecuteAsync(refused.Sql);
            }
        }

        await EnqueueAsync(store, mails);
        Assert.Equal(1, (await mails.CountAsync(Cancellation)).Waiting);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_transaction_that_is_over_is_refused(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await container.AddInTransactionAsync(transaction, new[] { new NewTask<FirstMailTask>(TaskId.New(), new("b", 1), EnqueueOptions.Default) }, Cancellation));
        Assert.Equal(0, (await container.CountAsync(Cancellation)).Waiting);
    }

    private static void AssertFitsTransactions(DuplicateTaskException taken, TaskId existing)
    {
        Assert.Contains(existing.ToString(), taken.Message, StringComparison.Ordinal);
        Assert.Contains("OnConflict is not followed in a transaction", taken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("UseExisting", taken.Message, StringComparison.Ordinal);
    }

    private static FirstMailScheduler EnqueueOnly(SqlTaskContainer<FirstMailTask, string> container) => FirstMailScheduler.Create(setup =>
    {
        setup.Container = container;
        (setup.Options.RunTasks, setup.Options.FinishedTasksCapacity) = (false, 0);
    });

    // Who waits for the lock of its own transaction waits in vain, however long.
    private static void Impatient(SqlContainerOptions options)
    {
        if (options is SqliteContainerOptions sqlite)
        {
            sqlite.BusyTimeout = TimeSpan.FromSeconds(2);
        }
    }

    private static async Task EnqueueAsync(SqlTestStore store, FirstMailScheduler mails)
    {
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await mails.EnqueueAsync(transaction, new FirstMailTask("a", 1), null, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }
}
