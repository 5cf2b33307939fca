using System.Data.Common;

namespace GeneratedScheduler.Sql.Tests.Shared.Commits;

/// <summary>A connection that is cut in the middle of a commit leaves all of it or nothing.</summary>
public sealed class LostConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Each statement waits for a lock on the table that it is about, and is cut there.</summary>
    [Theory]
    [InlineData(PostgreSqlTestStore.Kind, "ended")]
    [InlineData(PostgreSqlTestStore.Kind, "started")]
    [InlineData(PostgreSqlTestStore.Kind, "added")]
    [InlineData(MySqlTestStore.Kind, "ended")]
    [InlineData(MySqlTestStore.Kind, "started")]
    [InlineData(MySqlTestStore.Kind, "added")]
    public async Task It_is_made_or_not_made(string kind, string table)
    {
        await using CommitKinds kinds = await CommitKinds.OpenAsync(kind);
        await using DbConnection other = await kinds.Database.ConnectAsync();
        await using DbCommand command = other.CreateCommand();
        command.CommandText = kind == PostgreSqlTestStore.Kind ? $"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE" : $"LOCK TABLES {table} WRITE";
        await command.ExecuteNonQueryAsync(Cancellation);

        // It goes to another connection when its own is gone, several times.
        Task<bool> commit = kinds.SendAsync(kinds.NewCommit());
        int cuts = 0;
        for (int look = 0; look < 400 && cuts < 2 && !commit.IsCompleted; look++)
        {
            cuts += await CutWaitingAsync(kinds.Database, table);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }

        Assert.True(cuts > 0, "No connection was cut.");
        command.CommandText = kind == PostgreSqlTestStore.Kind ? "ROLLBACK" : "UNLOCK TABLES";
        await command.ExecuteNonQueryAsync(Cancellation);
        bool? isMade = null;
        try
        {
            isMade = await commit;
        }
        catch (StoreUnavailableException)
        {
            // Unknown; the tables show whether it was made.
        }

        bool isThere = await kinds.IsMadeAsync();
        Assert.True(isMade is null || isMade == isThere, $"returned {isMade}, and in the tables it is {isThere}");
        if (!isThere)
        {
            Assert.True(await kinds.SendAsync(kinds.NewCommit()), "the same once more");
            Assert.True(await kinds.IsMadeAsync());
        }
    }

    private static async Task<int> CutWaitingAsync(SqlTestStore store, string table)
    {
        if (store is PostgreSqlTestStore schema)
        {
            List<string?> cut = await store.QueryAsync(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'GeneratedScheduler' AND wait_event_type = 'Lock' "
                + $"AND query LIKE '%{schema.Schema}%' AND query LIKE '%{table}%'");
            return cut.Count;
        }

        List<string?> waiting = await store.QueryAsync(
            $"SELECT id FROM information_schema.processlist WHERE db = '{((MySqlTestStore)store).Database}' AND id <> CONNECTION_ID() AND state LIKE 'Waiting for table%'");
        foreach (string? id in waiting)
        {
            await store.ExecuteAsync($"KILL {id}");
        }

        return waiting.Count;
    }
}
