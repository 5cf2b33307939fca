using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Hostile;

/// <summary>Whatever tables and columns are called: they are made, written, read, searched, counted and migrated under that name.</summary>
public sealed class NameTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly (string Table, string Column)[] Hostile =
    [
        ("a\"b; DROP TABLE x; --", "c'd\"\"e"),
        ("select", "order by"),
        ("größe 表 🚀", "naïve [x] `y`"),
        ("%s {0} ?1", "@p -- :now $1 #"),
        ("back\\slash\\'", "\\\"/*"),
        // 63 bytes, the most that PostgreSQL has; in letters of one byte and of three.
        (new string('t', 63), new string('c', 63)),
        (string.Concat(Enumerable.Repeat("表", 21)), string.Concat(Enumerable.Repeat("列", 18))),
    ];

    public static MatrixTheoryData<string, int> Names => new(
        [PostgreSqlTestStore.Kind, MySqlTestStore.Kind, SqliteTestStore.Kind], Enumerable.Range(0, Hostile.Length));

    [Theory, MemberData(nameof(Names))]
    public async Task They_are_only_names(string kind, int number)
    {
        (string Table, string Column) names = Hostile[number];
        if (kind == MySqlTestStore.Kind && names.Table.EnumerateRunes().Any(r => !r.IsBmp))
        {
            // MySQL's names end at U+FFFF.
            names = names with { Table = "größe 表" };
        }

        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition(), names, new FirstMailTask("'; DROP TABLE x; --", 1));

        // The next version adds a column, of a name that is as bad, and reads what is there.
        TaskDefinition<OptionalMailTask, string> next = Renamed(OptionalMailScheduler.CreateDefinition(), names);
        await using SqlTaskContainer<OptionalMailTask, string> container = await store.OpenReadyAsync(next);
        ClaimedTask<OptionalMailTask> claimed = Assert.Single(await container.ClaimAsync());
        Assert.Equal(new OptionalMailTask("'; DROP TABLE x; --", 1, "no subject"), claimed.Payload);
        Assert.True(Assert.Single(await container.ApplyAsync(TaskTransition<string>.Succeed(claimed.Id, claimed.ClaimToken, "\" OR 1=1"))));
        Assert.Equal("\" OR 1=1", (await container.GetAsync(claimed.Id)).Result);
        Assert.Equal(1, (await container.CountAsync(Cancellation)).Succeeded);
        Assert.Equal(names.Table, container.Table);

        // And a third finds all of it there.
        await using SqlTaskContainer<OptionalMailTask, string> third = await store.OpenReadyAsync(next, o => o.Schema = SchemaMode.Check);
        Assert.Equal(["1"], await store.QueryAsync($"SELECT count(*) FROM {store.Quote(names.Table)} WHERE {store.Quote("0" + names.Column[1..])} = 1"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Names_that_differ_in_their_last_letter_are_different_tables(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        (string, string) one = (new string('t', 62) + "1", "c");
        (string, string) other = (new string('t', 62) + "2", "c");
        await AddAsync(store, FirstMailScheduler.CreateDefinition(), one, new FirstMailTask("one", 1));
        await AddAsync(store, FirstMailScheduler.CreateDefinition(), other, new FirstMailTask("other", 2));
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(Renamed(FirstMailScheduler.CreateDefinition(), other));
        Assert.Equal("other", Assert.Single(await container.ClaimAsync()).Payload.Recipient);
        Assert.Equal(1, (await container.CountAsync(Cancellation)).Running);
    }

    // Each column begins with another letter, and has an index.
    private static TaskDefinition<TTask, string> Renamed<TTask>(TaskDefinition<TTask, string> definition, (string Table, string Column) names)
    {
        string[] members = ["copies", "recipient", "subject"];
        return definition.OnTable(names.Table, column => new TaskColumn(
            Array.IndexOf(members, column.Name) is >= 0 and var place ? place + names.Column[1..] : "r" + names.Column[1..], column)
        {
            IsIndexed = column.Name == "copies",
        });
    }

    private static async Task AddAsync(
        SqlTestStore store, TaskDefinition<FirstMailTask, string> definition, (string Table, string Column) names, FirstMailTask task)
    {
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(Renamed(definition, names));
        await container.AddAsync(task);
    }
}
