using GeneratedScheduler.Conformance;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class TransactionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_exists_exactly_if_the_transaction_commits(bool commits)
    {
        await using SqliteStore store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        using (SqliteConnection connection = store.Connect())
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            await container.AddInTransactionAsync(transaction, new[] { SqliteStore.Task() }, SqliteStore.Cancellation);
            Assert.Equal(0L, store.Ask("SELECT count(*) FROM probe"));
            if (commits)
            {
                transaction.Commit();
            }
        }

        long expected = commits ? 1 : 0;
        Assert.Equal(expected, (await container.CountAsync(SqliteStore.Cancellation)).Waiting);
        Assert.Equal(expected, store.Ask("SELECT count(*) FROM probe"));
        Assert.Equal(expected, (await SqliteStore.ClaimAsync(container)).Length);
    }

    [Fact]
    public async Task A_conflict_leaves_the_transaction_as_it_was()
    {
        await using SqliteStore store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        await SqliteStore.AddAsync(container, SqliteStore.Task(uniqueKey: "taken"));
        using (SqliteConnection connection = store.Connect())
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            await container.AddInTransactionAsync(transaction, new[] { SqliteStore.Task() }, SqliteStore.Cancellation);
            DuplicateTaskException duplicate = await Assert.ThrowsAsync<DuplicateTaskException>(() => container.AddInTransactionAsync(
                transaction, new[] { SqliteStore.Task(), SqliteStore.Task(uniqueKey: "taken") }, SqliteStore.Cancellation).AsTask());
            Assert.Equal("taken", Assert.Single(duplicate.Conflicts).UniqueKey);
            transaction.Commit();
        }

        Assert.Equal(2, (await container.CountAsync(SqliteStore.Cancellation)).Waiting);
        Assert.Equal(2L, store.Ask("SELECT count(*) FROM probe"));
    }

    [Fact]
    public async Task A_transaction_that_is_over_or_elsewhere_is_refused()
    {
        await using SqliteStore store = new();
        await using SqliteStore elsewhere = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        using SqliteConnection connection = elsewhere.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction();
        ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(
            () => container.AddInTransactionAsync(transaction, new[] { SqliteStore.Task() }, SqliteStore.Cancellation).AsTask());
        Assert.Contains(elsewhere.Path, other.Message, StringComparison.Ordinal);
        transaction.Rollback();
        await Assert.ThrowsAsync<ArgumentException>(
            () => container.AddInTransactionAsync(transaction, new[] { SqliteStore.Task() }, SqliteStore.Cancellation).AsTask());
    }
}
