using System.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>The kept counts can be lost without harm: the next start counts.</summary>
public sealed class CountsTests
{
    private static readonly ClaimRequest Request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Counts_that_somebody_dropped_are_counted_once_however_many_start(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        long token;
        await using (SqlTaskContainer<FirstMailTask, string> before = await OpenAsync(store))
        {
            await AddAsync(before, 5);
            token = (await ClaimAsync(before, 2)).Max(task => task.ClaimToken);
        }

        await store.ExecuteAsync("DROP TABLE scheduler_counts");
        if (kind != SqliteTestStore.Kind)
        {
            // Whoever loses the one may lose the other. SQLite has both in one table.
            await store.ExecuteAsync($"DROP {(kind == PostgreSqlTestStore.Kind ? "SEQUENCE" : "TABLE")} scheduler_claim_tokens");
        }

        SqlTaskContainer<FirstMailTask, string>[] after = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => OpenAsync(store), Cancellation)));
        Assert.Equal(new TaskCounts { Waiting = 3, Running = 2 }, await after[0].CountAsync(Cancellation));
        Assert.True(Assert.Single(await ClaimAsync(after[1], 1)).ClaimToken > token);
        await AddAsync(after[2], 1);
        Assert.Equal(new TaskCounts { Waiting = 3, Running = 3 }, await after[3].CountAsync(Cancellation));
        foreach (SqlTaskContainer<FirstMailTask, string> container in after)
        {
            await container.DisposeAsync();
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Counts_that_somebody_emptied_are_counted_while_others_go_on(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> busy = await OpenAsync(store);
        await AddAsync(busy, 20);
        await store.ExecuteAsync("DELETE FROM scheduler_counts");

        // What is added now leaves counts behind that are a part only.
        await AddAsync(busy, 1);
        Task adding = Task.Run(async () =>
        {
            for (int i = 0; i < 40; i++)
            {
                await AddAsync(busy, 1);
            }
        }, Cancellation);
        for (int i = 0; i < 5; i++)
        {
            await using SqlTaskContainer<FirstMailTask, string> other = await OpenAsync(store);
        }

        await adding;
        Assert.Equal(new TaskCounts { Waiting = 61 }, await busy.CountAsync(Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Counts_that_were_folded_are_not_taken_for_lost_ones(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using (SqlTaskContainer<FirstMailTask, string> container = await OpenAsync(store, o => o.MaintenanceInterval = TimeSpan.FromMilliseconds(20)))
        {
            for (int i = 0; i < 5; i++)
            {
                await AddAsync(container, 1);
            }

            Stopwatch waited = Stopwatch.StartNew();
            while ((await store.QueryAsync("SELECT count(*) FROM scheduler_counts"))[0] != "1")
            {
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "The counts were not folded.");
            }
        }

        // A row that says something else than the table would show if it were counted again.
        await store.ExecuteAsync("UPDATE scheduler_counts SET waiting = 7");
        await using SqlTaskContainer<FirstMailTask, string> again = await OpenAsync(store);
        Assert.Equal(new TaskCounts { Waiting = 7 }, await again.CountAsync(Cancellation));
    }

    private static async Task<SqlTaskContainer<FirstMailTask, string>> OpenAsync(SqlTestStore store, Action<SqlContainerOptions>? configure = null)
    {
        SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition(), configure);
        await container.InitializeAsync(Cancellation);
        return container;
    }

    private static async Task AddAsync(SqlTaskContainer<FirstMailTask, string> container, int count) => await container.AddAsync(
        Enumerable.Range(0, count).Select(i => new NewTask<FirstMailTask>(TaskId.New(), new FirstMailTask("a", i), EnqueueOptions.Default)).ToArray(),
        default,
        Cancellation);

    private static async Task<ClaimedTask<FirstMailTask>[]> ClaimAsync(SqlTaskContainer<FirstMailTask, string> container, int most)
    {
        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[most];
        return claimed[..await container.ClaimAsync(Request, claimed, Cancellation)];
    }
}
