using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>Schedulers over other containers keep their outputs in a database.</summary>
public sealed class OutputSchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Outputs_of_tasks_in_memory_outlive_the_process(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        TaskId kept, deleted;
        await using (SqlTaskDataPersister<MeasureTask, Measured> persister = store.OpenPersister(MeasureScheduler.CreateDefinition()))
        await using (MeasureScheduler scheduler = MeasureScheduler.Create(setup => setup.Persister = persister))
        {
            TaskHandle<Measured>[] handles = [await scheduler.EnqueueAsync(3, cancellationToken: Cancellation), await scheduler.EnqueueAsync(4, cancellationToken: Cancellation)];
            Assert.Equal(new Measured(9, "attempt 1"), await handles[0].Completion.WaitAsync(Patience, TimeProvider.System, Cancellation));
            Assert.Equal(new Measured(16, "attempt 1"), await handles[1].Completion.WaitAsync(Patience, TimeProvider.System, Cancellation));
            (kept, deleted) = (handles[0].Id, handles[1].Id);
            await scheduler.DeleteAsync(deleted, Cancellation);
        }

        await using SqlTaskDataPersister<MeasureTask, Measured> later = store.OpenPersister(MeasureScheduler.CreateDefinition());
        Assert.Equal(new Measured(9, "attempt 1"), await later.LoadAsync(kept, Cancellation));
        await Assert.ThrowsAsync<TaskNotFoundException>(async () => await later.LoadAsync(deleted, Cancellation));
    }

    // The worst moment to be killed at: the output is saved, and the task is not yet Succeeded.
    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Who_was_lost_between_saving_and_the_end_is_replaced_and_so_is_the_output(string kind)
    {
        await using SqlTestStore tasks = await SqlTestStore.CreateAsync(SqliteTestStore.Kind);
        await using SqlTestStore outputs = await SqlTestStore.CreateAsync(kind);
        TaskId id = TaskId.New();
        await using (SqlTaskContainer<MeasureTask, Measured> container = tasks.Open(MeasureScheduler.CreateDefinition()))
        await using (SqlTaskDataPersister<MeasureTask, Measured> persister = outputs.OpenPersister(MeasureScheduler.CreateDefinition()))
        {
            await container.InitializeAsync(Cancellation);
            await container.AddAsync(new[] { new NewTask<MeasureTask>(id, new MeasureTask(5), EnqueueOptions.Default) }, default, Cancellation);
            ClaimedTask<MeasureTask>[] claimed = new ClaimedTask<MeasureTask>[1];
            Assert.Equal(1, await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMilliseconds(1)), claimed, Cancellation));
            bool[] accepted = new bool[1];
            await container.ApplyAsync(new[] { TaskTransition<Measured>.Export(id, claimed[0].ClaimToken) }, accepted, Cancellation);
            Assert.True(accepted[0]);
            await persister.SaveAsync(id, claimed[0].Payload, new Measured(-1, "of the lost one"), Cancellation);
        }

        await using SqlTaskContainer<MeasureTask, Measured> left = tasks.Open(MeasureScheduler.CreateDefinition());
        await using SqlTaskDataPersister<MeasureTask, Measured> other = outputs.OpenPersister(MeasureScheduler.CreateDefinition());
        await using MeasureScheduler scheduler = MeasureScheduler.Create(setup =>
        {
            (setup.Container, setup.Persister) = (left, other);
            setup.Options.LeaseDuration = TimeSpan.FromSeconds(3);
        });
        Measured output = await scheduler.GetHandle(id).Completion.WaitAsync(Patience, TimeProvider.System, Cancellation);
        Assert.Equal(25, output.Value);
        Assert.Equal(output, await other.LoadAsync(id, Cancellation));
        TaskRecord<MeasureTask, Measured>? record = await scheduler.GetAsync(id, Cancellation);
        Assert.Equal((TaskState.Succeeded, 1), (record!.State, record.Losses));
        Assert.Equal(["1"], await outputs.QueryAsync("SELECT count(*) FROM measure_outputs"));
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_host_says_it_in_one_line(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        ServiceCollection services = new();
        services.AddScheduler(builder => store.SaveOutputs(builder
            .AddTask<MeasureScheduler, MeasureTask, Measured>(MeasureScheduler.CreateDefinition(), static setup => new MeasureScheduler(setup))
            .AddTask<MaybeMeasureScheduler, MaybeMeasureTask, string?>(MaybeMeasureScheduler.CreateDefinition(), static setup => new MaybeMeasureScheduler(setup))
            .UseOrderedMap()));
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            MeasureScheduler measures = provider.GetRequiredService<MeasureScheduler>();
            MaybeMeasureScheduler maybes = provider.GetRequiredService<MaybeMeasureScheduler>();
            measures.Start();
            maybes.Start();
            TaskHandle<Measured> measure = await measures.EnqueueAsync(6, cancellationToken: Cancellation);
            TaskHandle<string?> maybe = await maybes.EnqueueAsync(0, cancellationToken: Cancellation);
            Assert.Equal(36, (await measure.Completion.WaitAsync(Patience, TimeProvider.System, Cancellation)).Value);
            Assert.Null(await maybe.Completion.WaitAsync(Patience, TimeProvider.System, Cancellation));
        }

        Assert.Equal(["36"], await store.QueryAsync("SELECT result_value FROM measure_outputs"));
        Assert.Equal(["1"], await store.QueryAsync("SELECT count(*) FROM measure_maybe_outputs"));
    }
}
