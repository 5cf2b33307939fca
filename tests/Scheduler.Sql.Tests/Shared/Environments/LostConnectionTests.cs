using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>Connections that are cut while nobody uses them: by the server, by somebody who may, by something in between. Nobody who calls notices.</summary>
public sealed class LostConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task A_call_after_all_connections_were_cut_succeeds(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        for (int i = 0; i < 10; i++)
        {
            // Several connections, all of which are cut.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => container.AddAsync(new FirstMailTask("a", n))));
            await CutAsync(store);
            TaskId[] added = await container.AddAsync(new FirstMailTask("b", i));
            await CutAsync(store);
            Assert.Equal(TaskState.Waiting, (await container.GetAsync(added[0])).State);
            await CutAsync(store);
            ClaimedTask<FirstMailTask>[] claimed = await container.ClaimAsync(5);
            Assert.Equal(5, claimed.Length);
            await CutAsync(store);
            bool[] accepted = await container.ApplyAsync([.. claimed.Select(c => TaskTransition<string>.Succeed(c.Id, c.ClaimToken, "done"))]);
            Assert.DoesNotContain(false, accepted);
            await CutAsync(store);
            Assert.Equal(5 * (i + 1), (await container.CountAsync(Cancellation)).Succeeded);
        }
    }

    private static async Task CutAsync(SqlTestStore store)
    {
        if (store is PostgreSqlTestStore)
        {
            await store.QueryAsync(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'GeneratedScheduler' AND state = 'idle' "
                + $"AND query LIKE '%{((PostgreSqlTestStore)store).Schema}%' AND pid <> pg_backend_pid()");
            return;
        }

        string mine = $"FROM information_schema.processlist WHERE db = '{((MySqlTestStore)store).Database}' AND id <> CONNECTION_ID()";
        foreach (string? id in await store.QueryAsync($"SELECT id {mine} AND command = 'Sleep'"))
        {
            await store.ExecuteAsync($"KILL {id}");
        }
    }
}
