using System.Data.Common;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Transactions;

/// <summary>What cannot be enqueued in a transaction is refused with its reason, and the transaction goes on wherever the database lets it.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_transaction_of_another_kind_of_database_is_refused(string kind)
    {
        string[] others = [.. new[] { PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind }.Where(k => k != kind)];
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        foreach (string other in others)
        {
            await using SqlTestStore elsewhere = await SqlTestStore.CreateAsync(other);
            await using DbConnection connection = await elsewhere.ConnectAsync();
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(container, transaction, new FirstMailTask("a", 1)));
            Assert.Contains(transaction.GetType().Name, refused.Message, StringComparison.Ordinal);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_transaction_that_was_rolled_back_is_refused(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        await using DbConnection connection = await store.ConnectAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await transaction.RollbackAsync(Cancellation);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => AddAsync(container, transaction, new FirstMailTask("a", 1)));
        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
        Assert.Equal(["0"], await store.QueryAsync("SELECT count(*) FROM mail_first"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_name_that_the_same_transaction_has_used_is_refused(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        NewTask<FirstMailTask> first = ContainerSteps.New(new FirstMailTask("a", 1), "only one");
        NewTask<FirstMailTask>[] conflicts = [first with { Options = EnqueueOptions.Default }, ContainerSteps.New(new FirstMailTask("b", 2), "only one")];
        foreach (NewTask<FirstMailTask> conflict in conflicts)
        {
            await using DbConnection connection = await store.ConnectAsync();
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            await container.AddInTransactionAsync(transaction, new[] { first }, Cancellation);
            DuplicateTaskException refused = await Assert.ThrowsAsync<DuplicateTaskException>(
                async () => await container.AddInTransactionAsync(transaction, new[] { conflict }, Cancellation));
            Assert.Equal(conflict.Id, Assert.Single(refused.Conflicts).Id);
            await transaction.RollbackAsync(Cancellation);
        }

        // Nothing of it is left, and nothing of it is counted.
        Assert.Equal(new TaskCounts(), await container.CountAsync(Cancellation));
        await container.AddAsync(new[] { first }, default, Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task After_a_conflict_the_transaction_goes_on(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await store.ExecuteAsync("CREATE TABLE orders (id integer)");
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        NewTask<FirstMailTask> taken = ContainerSteps.New(new FirstMailTask("a", 1), "taken");
        await container.AddAsync(new[] { taken }, default, Cancellation);
        await using (DbConnection connection = await store.ConnectAsync())
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            await ExecuteAsync(transaction, "INSERT INTO orders VALUES (1)");
            await AddAsync(container, transaction, new FirstMailTask("b", 2));

            // PostgreSQL undoes everything after an error, unless there is a savepoint to go back to.
            bool needsSavepoint = kind == PostgreSqlTestStore.Kind;
            if (needsSavepoint)
            {
                await transaction.SaveAsync("before", Cancellation);
            }

            DuplicateTaskException refused = await Assert.ThrowsAsync<DuplicateTaskException>(async () => await container.AddInTransactionAsync(
                transaction, new[] { ContainerSteps.New(new FirstMailTask("c", 3)), ContainerSteps.New(new FirstMailTask("d", 4), "taken") }, Cancellation));
            Assert.Equal(taken.Id, Assert.Single(refused.Conflicts).ExistingId);
            if (needsSavepoint)
            {
                await transaction.RollbackAsync("before", Cancellation);
            }

            await ExecuteAsync(transaction, "INSERT INTO orders VALUES (2)");
            await AddAsync(container, transaction, new FirstMailTask("e", 5));
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(["2"], await store.QueryAsync("SELECT count(*) FROM orders"));
        Assert.Equal(new TaskCounts { Waiting = 3 }, await container.CountAsync(Cancellation));
        Assert.Equal(["a", "b", "e"], (await container.ClaimAsync()).Select(c => c.Payload.Recipient));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task After_a_value_that_cannot_be_stored_the_transaction_goes_on(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        await using (DbConnection connection = await store.ConnectAsync())
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            InvalidTaskException refused = await Assert.ThrowsAsync<InvalidTaskException>(() => AddAsync(container, transaction, new FirstMailTask("half \uD800", 1)));
            Assert.Equal("recipient", refused.Member);
            await AddAsync(container, transaction, new FirstMailTask("whole", 2));
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal("whole", Assert.Single(await container.ClaimAsync()).Payload.Recipient);
    }

    private static async Task AddAsync(SqlTaskContainer<FirstMailTask, string> container, DbTransaction transaction, FirstMailTask task) =>
        await container.AddInTransactionAsync(transaction, new[] { ContainerSteps.New(task) }, Cancellation);

    private static async Task ExecuteAsync(DbTransaction transaction, string sql)
    {
        await using DbCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
