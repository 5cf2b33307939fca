using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Tables are made and grow with their tasks, and nothing else is done to them.</summary>
public sealed class SchemaTests
{
    private static readonly ClaimRequest Request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_second_start_changes_nothing(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", 1));
        await using SqlTaskContainer<FirstMailTask, string> again = store.Open(FirstMailScheduler.CreateDefinition().OnTable("mail"), o => o.Schema = SchemaMode.Check);
        await again.InitializeAsync(Cancellation);
        Assert.Equal(1, (await again.CountAsync(Cancellation)).Waiting);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Ten_processes_may_start_at_once(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await Parallel.ForAsync(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancellation }, async (i, _) =>
            await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", i)));
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition().OnTable("mail"));
        await container.InitializeAsync(Cancellation);
        Assert.Equal(10, (await container.CountAsync(Cancellation)).Waiting);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_member_with_a_default_is_added_and_old_rows_have_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", 1));
        ClaimedTask<OptionalMailTask> claimed = await ClaimAsync(store, OptionalMailScheduler.CreateDefinition().OnTable("mail"));
        Assert.Equal(new OptionalMailTask("a", 1, "no subject"), claimed.Payload);

        // And the processes of the former version go on.
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("b", 2));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task An_old_row_without_a_required_member_fails_alone(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("old", 1));
        await AddAsync(store, RequiredMailScheduler.CreateDefinition().OnTable("mail"), new RequiredMailTask("new", 2, "hello"));
        await using SqlTaskContainer<RequiredMailTask, string> container = store.Open(RequiredMailScheduler.CreateDefinition().OnTable("mail"));
        await container.InitializeAsync(Cancellation);
        ClaimedTask<RequiredMailTask>[] claimed = new ClaimedTask<RequiredMailTask>[5];
        Assert.Equal(2, await container.ClaimAsync(Request, claimed, Cancellation));
        Assert.Equal(TaskFailureReason.Unreadable, claimed[0].Unreadable?.Reason);
        Assert.Contains("'subject'", claimed[0].Unreadable?.Message, StringComparison.Ordinal);
        Assert.Equal(new RequiredMailTask("new", 2, "hello"), claimed[1].Payload);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Renamed_tables_and_members_are_found_under_their_former_names(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", 1));
        ClaimedTask<RenamedMailTask> claimed = await ClaimAsync(store, RenamedMailScheduler.CreateDefinition());
        Assert.Equal(new RenamedMailTask("a", 1), claimed.Payload);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_column_that_no_row_may_leave_empty_is_refused_with_the_sql_that_helps(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", 1));
        await using SqlTaskContainer<LessMailTask, string> container = store.Open(LessMailScheduler.CreateDefinition().OnTable("mail"));
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
        Assert.Contains("copies", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FormerName", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Required_members_that_may_be_null_now_are_refused_with_the_sql_that_helps(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, SearchedMailScheduler.CreateDefinition().OnTable("mail"), new SearchedMailTask("a", 1));
        await using SqlTaskContainer<NullableMailTask, string> container = store.Open(NullableMailScheduler.CreateDefinition().OnTable("mail"));
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
        Assert.Contains("'recipient', 'copies' may not be empty", refused.Message, StringComparison.Ordinal);
        await store.ExecuteAsync(refused.Sql);
        await container.InitializeAsync(Cancellation);
        await container.AddAsync(new[] { New(new NullableMailTask(null, null)) }, default, Cancellation);
        ClaimedTask<NullableMailTask>[] claimed = new ClaimedTask<NullableMailTask>[5];
        Assert.Equal(2, await container.ClaimAsync(Request, claimed, Cancellation));
        Assert.Equal([new("a", 1), new(null, null)], claimed[..2].Select(task => task.Payload));

        // Nothing is missing now, not the index either.
        await using SqlTaskContainer<NullableMailTask, string> again = store.Open(
            NullableMailScheduler.CreateDefinition().OnTable("mail"), o => o.Schema = SchemaMode.Check);
        await again.InitializeAsync(Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_required_member_that_has_a_default_now_is_no_matter(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, RequiredMailScheduler.CreateDefinition().OnTable("mail"), new RequiredMailTask("a", 1, "hello"));
        await AddAsync(store, OptionalMailScheduler.CreateDefinition().OnTable("mail"), new OptionalMailTask("b", 2));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_column_of_another_type_is_refused(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await AddAsync(store, FirstMailScheduler.CreateDefinition().OnTable("mail"), new FirstMailTask("a", 1));
        await using SqlTaskContainer<ChangedMailTask, string> container = store.Open(ChangedMailScheduler.CreateDefinition().OnTable("mail"));
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
        Assert.Contains("'copies'", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Who_may_not_change_the_schema_is_told_the_sql_that_makes_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await store.ExecuteAsync("CREATE TABLE of_the_application (id integer)");
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition().OnTable("mail"), o => o.Schema = SchemaMode.Check);
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
        await store.ExecuteAsync(refused.Sql);
        await container.InitializeAsync(Cancellation);
        await container.AddAsync(new[] { New(new FirstMailTask("a", 1)) }, default, Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task The_script_makes_everything_in_an_empty_database(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition().OnTable("mail"), o => o.Schema = SchemaMode.Check);
        await store.ExecuteAsync(container.ScriptSchema());
        await container.InitializeAsync(Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Hostile_names_and_values_are_only_names_and_values(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        HostileMailTask task = new("'; DROP TABLE x; --", "\" OR \"1\"=\"1");
        await AddAsync(store, HostileMailScheduler.CreateDefinition(), task);
        Assert.Equal(task, (await ClaimAsync(store, HostileMailScheduler.CreateDefinition())).Payload);
        string column = store.Quote("from \"me\"; --");
        Assert.Equal([task.From], await store.QueryAsync($"SELECT {column} FROM {store.Quote("select; drop table \"x\" '--")}"));
    }

    private static NewTask<TTask> New<TTask>(TTask payload) => new(TaskId.New(), payload, EnqueueOptions.Default);

    private static async Task AddAsync<TTask>(SqlTestStore store, TaskDefinition<TTask, string> definition, TTask payload)
    {
        await using SqlTaskContainer<TTask, string> container = store.Open(definition);
        await container.InitializeAsync(Cancellation);
        await container.AddAsync(new[] { New(payload) }, default, Cancellation);
    }

    private static async Task<ClaimedTask<TTask>> ClaimAsync<TTask>(SqlTestStore store, TaskDefinition<TTask, string> definition)
    {
        await using SqlTaskContainer<TTask, string> container = store.Open(definition);
        await container.InitializeAsync(Cancellation);
        ClaimedTask<TTask>[] claimed = new ClaimedTask<TTask>[1];
        Assert.Equal(1, await container.ClaimAsync(Request, claimed, Cancellation));
        return claimed[0];
    }
}
