namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>Tables of outputs are made and grow with their tasks, as tables of tasks do.</summary>
public sealed class OutputSchemaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Ten_processes_may_start_at_once(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await Parallel.ForAsync(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancellation }, async (i, _) =>
            await SaveAsync(store, MeasureScheduler.CreateDefinition(), new MeasureTask(i), new Measured(i, null)));
        Assert.Equal(["10"], await store.QueryAsync("SELECT count(*) FROM measure_outputs"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_part_more_is_added_and_old_outputs_are_without_it(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        TaskId old = await SaveAsync(store, MeasureScheduler.CreateDefinition(), new MeasureTask(1), new Measured(1, "old"));
        TaskDefinition<WiderMeasureTask, WiderMeasured> wider = WiderMeasureScheduler.CreateDefinition().OnTable("measure");
        TaskId young = await SaveAsync(store, wider, new WiderMeasureTask(1), new WiderMeasured(2, null, 0.5m));
        await using SqlTaskDataPersister<WiderMeasureTask, WiderMeasured> persister = store.OpenPersister(wider);
        Assert.Equal(new WiderMeasured(1, "old", null), await persister.LoadAsync(old, Cancellation));
        Assert.Equal(new WiderMeasured(2, null, 0.5m), await persister.LoadAsync(young, Cancellation));

        // And the processes of the former version go on.
        await SaveAsync(store, MeasureScheduler.CreateDefinition(), new MeasureTask(3), new Measured(3, null));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_part_of_another_type_is_refused(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await SaveAsync(store, MeasureScheduler.CreateDefinition(), new MeasureTask(1), new Measured(1, "old"));
        await using SqlTaskDataPersister<ChangedMeasureTask, ChangedMeasured> persister = store.OpenPersister(ChangedMeasureScheduler.CreateDefinition().OnTable("measure"));
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await persister.InitializeAsync(Cancellation));
        Assert.Contains("'result_value'", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Outputs_of_a_task_with_a_former_name_are_found(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        TaskId id = await SaveAsync(store, MeasureScheduler.CreateDefinition().OnTable("measure_old"), new MeasureTask(1), new Measured(1, "old"));
        await using SqlTaskDataPersister<RenamedMeasureTask, Measured> persister = store.OpenPersister(RenamedMeasureScheduler.CreateDefinition());
        Assert.Equal(new Measured(1, "old"), await persister.LoadAsync(id, Cancellation));
        Assert.Equal("measure_old_outputs", persister.Table);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Who_may_not_change_the_schema_is_told_the_sql_before_a_task_is_taken(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await store.ExecuteAsync("CREATE TABLE of_the_application (id integer)");
        await using SqlTaskDataPersister<MeasureTask, Measured> persister =
            store.OpenPersister(MeasureScheduler.CreateDefinition(), options => options.Schema = SchemaMode.Check);
        await using MeasureScheduler scheduler = MeasureScheduler.Create(setup => setup.Persister = persister);
        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await scheduler.EnqueueAsync(3, cancellationToken: Cancellation));
        await store.ExecuteAsync(refused.Sql);
        TaskHandle<Measured> handle = await scheduler.EnqueueAsync(3, cancellationToken: Cancellation);
        Assert.Equal(9, (await handle.Completion.WaitAsync(Cancellation)).Value);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task The_script_makes_the_table_and_nothing_else(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskDataPersister<MeasureTask, Measured> persister =
            store.OpenPersister(MeasureScheduler.CreateDefinition(), options => options.Schema = SchemaMode.Check);
        string script = persister.ScriptSchema();
        Assert.DoesNotContain("scheduler_", script, StringComparison.Ordinal);
        await store.ExecuteAsync(script);
        await persister.InitializeAsync(Cancellation);
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Tasks_and_outputs_are_not_taken_for_each_other(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await SaveAsync(store, MeasureScheduler.CreateDefinition(), new MeasureTask(1), new Measured(1, null));
        await using SqlTaskContainer<MeasureTask, Measured> tasks = store.Open(MeasureScheduler.CreateDefinition().OnTable("measure_outputs"));
        Assert.Contains("no table of tasks", (await Assert.ThrowsAsync<SqlSchemaException>(async () => await tasks.InitializeAsync(Cancellation))).Message, StringComparison.Ordinal);

        await using SqlTaskContainer<WiderMeasureTask, WiderMeasured> other = store.Open(WiderMeasureScheduler.CreateDefinition().OnTable("other_outputs"));
        await other.InitializeAsync(Cancellation);
        await using SqlTaskDataPersister<MeasureTask, Measured> outputs = store.OpenPersister(MeasureScheduler.CreateDefinition().OnTable("other"));
        Assert.Contains("no table of outputs", (await Assert.ThrowsAsync<SqlSchemaException>(async () => await outputs.InitializeAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    private static async Task<TaskId> SaveAsync<TTask, TResult>(SqlTestStore store, TaskDefinition<TTask, TResult> definition, TTask task, TResult output)
    {
        await using SqlTaskDataPersister<TTask, TResult> persister = store.OpenPersister(definition);
        TaskId id = TaskId.New();
        await persister.SaveAsync(id, task, output, Cancellation);
        return id;
    }
}
