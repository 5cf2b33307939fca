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
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        using (SqliteConnection connection = store.Connect())
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            await container.AddInTransactionAsync(transaction, new[] { SqliteProbe.Task() }, SqliteProbe.Cancellation);
            Assert.Equal(0L, store.Ask("SELECT count(*) FROM probe"));
            if (commits)
            {
                transaction.Commit();
            }
        }

        long expected = commits ? 1 : 0;
        Assert.Equal(expected, (await container.CountAsync(SqliteProbe.Cancellation)).Waiting);
        Assert.Equal(expected, store.Ask("SELECT count(*) FROM probe"));
        Assert.Equal(expected, (await SqliteProbe.ClaimAsync(container)).Length);
    }

    [Fact]
    public async Task A_conflict_leaves_the_transaction_as_it_was()
    {
        await using SqliteProbe store = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        await SqliteProbe.AddAsync(container, SqliteProbe.Task(uniqueKey: "taken"));
        using (SqliteConnection connection = store.Connect())
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            await container.AddInTransactionAsync(transaction, new[] { SqliteProbe.Task() }, SqliteProbe.Cancellation);
            DuplicateTaskException duplicate = await Assert.ThrowsAsync<DuplicateTaskException>(() => container.AddInTransactionAsync(
                transaction, new[] { SqliteProbe.Task(), SqliteProbe.Task(uniqueKey: "taken") }, SqliteProbe.Cancellation).AsTask());
            Assert.Equal("taken", Assert.Single(duplicate.Conflicts).UniqueKey);
            transaction.Commit();
        }

        Assert.Equal(2, (await container.CountAsync(SqliteProbe.Cancellation)).Waiting);
        Assert.Equal(2L, store.Ask("SELECT count(*) FROM probe"));
    }

    [Fact]
    public async Task A_transaction_that_is_over_or_elsewhere_is_refused()
    {
        await using SqliteProbe store = new();
        await using SqliteProbe elsewhere = new();
        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync();
        using SqliteConnection connection = elsewhere.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction();
        ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(
            () => container.AddInTransactionAsync(transaction, new[] { SqliteProbe.Task() }, SqliteProbe.Cancellation).AsTask());
        Assert.Contains(elsewhere.Path, other.Message, StringComparison.Ordinal);
        transaction.Rollback();
        await Assert.ThrowsAsync<ArgumentException>(
            () => container.AddInTransactionAsync(transaction, new[] { SqliteProbe.Task() }, SqliteProbe.Cancellation).AsTask());
    }
}
