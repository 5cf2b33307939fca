namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>Outputs are saved, replaced, loaded and deleted.</summary>
public sealed class OutputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_later_save_replaces_the_earlier_one(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> first = store.OpenPersister(MeasureScheduler.CreateDefinition());
        await using SqlTaskDataPersister<MeasureTask, Measured> second = store.OpenPersister(MeasureScheduler.CreateDefinition());
        TaskId id = TaskId.New();
        await first.SaveAsync(id, new MeasureTask(1), new Measured(1, "one"), Cancellation);
        await first.SaveAsync(id, new MeasureTask(1), new Measured(2, null), Cancellation);
        Assert.Equal(new Measured(2, null), await first.LoadAsync(id, Cancellation));
        await second.SaveAsync(id, new MeasureTask(1), new Measured(3, "three"), Cancellation);
        Assert.Equal(new Measured(3, "three"), await first.LoadAsync(id, Cancellation));
        await first.SaveAsync(id, new MeasureTask(1), new Measured(4, "four"), Cancellation);
        Assert.Equal(new Measured(4, "four"), await second.LoadAsync(id, Cancellation));
        Assert.Equal(["4"], await store.QueryAsync("SELECT result_value FROM measure_outputs"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task An_earlier_save_that_arrives_late_changes_nothing(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> persister = store.OpenPersister(MeasureScheduler.CreateDefinition());
        TaskId id = TaskId.New();
        await persister.SaveAsync(id, new MeasureTask(1), new Measured(2, "the later attempt"), Cancellation);

        // As if that had been its third save, so that the next one is an earlier one, whose answer nobody waited for.
        await store.ExecuteAsync("UPDATE measure_outputs SET task_save_number = 3");
        await persister.SaveAsync(id, new MeasureTask(1), new Measured(1, "the earlier attempt"), Cancellation);
        Assert.Equal(new Measured(2, "the later attempt"), await persister.LoadAsync(id, Cancellation));
        Assert.Equal(["3"], await store.QueryAsync("SELECT task_save_number FROM measure_outputs"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_was_never_saved_or_was_deleted_is_not_found(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> persister = store.OpenPersister(MeasureScheduler.CreateDefinition());
        (TaskId id, TaskId neighbour) = (TaskId.New(), TaskId.New());
        Assert.Equal(id, (await Assert.ThrowsAsync<TaskNotFoundException>(async () => await persister.LoadAsync(id, Cancellation))).Id);
        await persister.DeleteAsync(id, Cancellation);
        await persister.SaveAsync(id, new MeasureTask(1), new Measured(1, null), Cancellation);
        await persister.SaveAsync(neighbour, new MeasureTask(2), new Measured(2, null), Cancellation);
        await persister.DeleteAsync(id, Cancellation);
        await persister.DeleteAsync(id, Cancellation);
        await Assert.ThrowsAsync<TaskNotFoundException>(async () => await persister.LoadAsync(id, Cancellation));
        Assert.Equal(new Measured(2, null), await persister.LoadAsync(neighbour, Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Nothing_is_an_output_too(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MaybeMeasureTask, string?> persister = store.OpenPersister(MaybeMeasureScheduler.CreateDefinition());
        TaskId id = TaskId.New();
        await persister.SaveAsync(id, new MaybeMeasureTask(0), null, Cancellation);
        Assert.Null(await persister.LoadAsync(id, Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Hostile_names_and_values_are_only_names_and_values(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<HostileMeasureTask, string> persister = store.OpenPersister(HostileMeasureScheduler.CreateDefinition());
        TaskId id = TaskId.New();
        const string Value = "'; DROP TABLE x; -- \" OR \"1\"=\"1 \\' `";
        await persister.SaveAsync(id, new HostileMeasureTask(1), Value, Cancellation);
        await persister.SaveAsync(id, new HostileMeasureTask(1), Value, Cancellation);
        Assert.Equal(Value, await persister.LoadAsync(id, Cancellation));
        Assert.Equal(
            [Value],
            await store.QueryAsync($"SELECT {store.Quote("order \"by\"; `--")} FROM {store.Quote("out; drop table \"x\" '--_outputs")}"));

        // A second look finds all of it there, and nothing to change.
        await using SqlTaskDataPersister<HostileMeasureTask, string> again =
            store.OpenPersister(HostileMeasureScheduler.CreateDefinition(), options => options.Schema = SchemaMode.Check);
        Assert.Equal(Value, await again.LoadAsync(id, Cancellation));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Many_at_once_are_all_saved(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> persister = store.OpenPersister(MeasureScheduler.CreateDefinition());
        TaskId[] ids = [.. Enumerable.Range(0, 200).Select(_ => TaskId.New())];
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = Cancellation }, async (i, _) =>
            await persister.SaveAsync(ids[i / 2], new MeasureTask(i / 2), new Measured(i / 2, null), Cancellation));
        for (int i = 0; i < ids.Length; i++)
        {
            Assert.Equal(i, (await persister.LoadAsync(ids[i], Cancellation)).Value);
        }

        Assert.Equal(["200"], await store.QueryAsync("SELECT count(*) FROM measure_outputs"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task What_is_older_than_it_is_kept_for_goes_and_the_rest_stays(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> saving = store.OpenPersister(MeasureScheduler.CreateDefinition());
        TaskId[] ids = [.. Enumerable.Range(0, 600).Select(_ => TaskId.New())];
        await Parallel.ForAsync(0, ids.Length, Cancellation, async (i, _) => await saving.SaveAsync(ids[i], new MeasureTask(i), new Measured(i, null), Cancellation));

        // More than one batch of them.
        await store.ExecuteAsync("UPDATE measure_outputs SET task_saved_at = '2020-01-01 00:00:00' WHERE result_value < 599");
        await using SqlTaskDataPersister<MeasureTask, Measured> keeping = store.OpenPersister(MeasureScheduler.CreateDefinition(), options =>
        {
            options.Retention.SucceededFor = TimeSpan.FromDays(1);
            options.MaintenanceInterval = TimeSpan.FromMilliseconds(20);
        });
        await keeping.InitializeAsync(Cancellation);
        await UntilAsync(async () => (await store.QueryAsync("SELECT result_value FROM measure_outputs WHERE result_value < 599")).Count == 0);
        Assert.Equal(599, (await keeping.LoadAsync(ids[599], Cancellation)).Value);
    }

    [Fact]
    public async Task Keeping_a_number_of_outputs_is_refused_with_what_to_say_instead()
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(SqliteTestStore.Kind);
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() =>
            store.OpenPersister(MeasureScheduler.CreateDefinition(), options => options.Retention.SucceededCount = 5));
        Assert.Contains("SucceededFor", refused.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        DateTimeOffset deadline = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "It did not come true within a minute.");
            await Task.Yield();
        }
    }
}
