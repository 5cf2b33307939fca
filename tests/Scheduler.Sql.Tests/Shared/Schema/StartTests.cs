using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Schema;

/// <summary>Ten processes of a new version start at once over the table of an old one: one changes it, none fails, nothing is lost.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Ten_who_add_a_column_at_once_add_it_once(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> old = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition().OnTable("mail"));
        await old.AddAsync(new FirstMailTask("old", 0));

        // The processes of the old version work on meanwhile.
        using CancellationTokenSource done = new();
        Task working = WorkAsync(old, done.Token);
        await Parallel.ForAsync(1, 11, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancellation }, async (i, _) =>
        {
            await using SqlTaskContainer<OptionalMailTask, string> container = await store.OpenReadyAsync(
                OptionalMailScheduler.CreateDefinition().OnTable("mail", static column => new TaskColumn(column.Name, column) { IsIndexed = column.Name == "subject" }));
            await container.AddAsync(new OptionalMailTask("new", i, "subject " + i));
        });
        await done.CancelAsync();
        await working;

        await using SqlTaskContainer<OptionalMailTask, string> all = await store.OpenReadyAsync(
            OptionalMailScheduler.CreateDefinition().OnTable("mail", static column => new TaskColumn(column.Name, column) { IsIndexed = column.Name == "subject" }), o => o.Schema = SchemaMode.Check);
        OptionalMailTask[] tasks = [.. (await all.ClaimAsync(1_000)).Select(c => c.Payload)];
        Assert.Equal(Enumerable.Range(1, 10).Select(i => new OptionalMailTask("new", i, "subject " + i)), tasks.Where(t => t.Recipient == "new").OrderBy(t => t.Copies));
        Assert.All(tasks.Where(t => t.Recipient == "old"), t => Assert.Equal("no subject", t.Subject));
        Assert.Contains(tasks, t => t is { Recipient: "old", Copies: 0 });
    }

    private static async Task WorkAsync(SqlTaskContainer<FirstMailTask, string> old, CancellationToken done)
    {
        for (int i = 1; i <= 500 && !done.IsCancellationRequested; i++)
        {
            await old.AddAsync(new FirstMailTask("old", i));
        }
    }
}
