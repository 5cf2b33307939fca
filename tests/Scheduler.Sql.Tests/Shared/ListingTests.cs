using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>Lists in the order of the indexes that they walk, and against it.</summary>
public sealed class ListingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Waiting_tasks_that_are_due_and_not_are_one_list_in_both_directions(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        List<(TaskId Id, EnqueueOptions Options)> added = [];
        for (int i = 0; i < 18; i++)
        {
            EnqueueOptions options = new() { Delay = TimeSpan.FromHours(i % 2), Priority = i % 3 * 5 - 5 };
            added.Add((await AddAsync(container, options), options));
        }

        (TaskId Id, EnqueueOptions Options)[] order = [.. added.OrderBy(a => a.Options.Delay == TimeSpan.Zero).ThenByDescending(a => a.Options.Priority)];
        await ExpectAsync(container, new TaskQuery(TaskState.Waiting), [.. order.Select(o => o.Id)]);
        foreach (int priority in new[] { -5, 0, 5, 6 })
        {
            TaskId[] some = [.. order.Where(o => o.Options.Priority == priority).Select(o => o.Id)];
            await ExpectAsync(container, new TaskQuery(TaskState.Waiting) { Filter = new() { Priority = priority } }, some);
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task A_priority_is_found_behind_every_place_of_the_whole_list(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        for (int i = 0; i < 12; i++)
        {
            await AddAsync(container, new EnqueueOptions { Priority = i % 3, Delay = TimeSpan.FromHours(i % 2) });
        }

        foreach (bool newestFirst in new[] { false, true })
        {
            TaskQuery query = new(TaskState.Waiting) { NewestFirst = newestFirst };
            IReadOnlyList<TaskRecord<FirstMailTask, string>> all = (await container.ListAsync(query, Cancellation)).Tasks;
            for (int place = 1; place < all.Count; place++)
            {
                string? cursor = (await container.ListAsync(query with { PageSize = place }, Cancellation)).NextCursor;
                TaskPage<FirstMailTask, string> rest = await container.ListAsync(query with { Cursor = cursor, Filter = new() { Priority = 1 } }, Cancellation);
                Assert.Equal(all.Skip(place).Where(t => t.Options.Priority == 1).Select(t => t.Id), rest.Tasks.Select(t => t.Id));
            }
        }
    }

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Tasks_that_ended_at_one_moment_have_places_of_their_own(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition());
        await container.InitializeAsync(Cancellation);
        List<TaskId> ids = [];
        for (int i = 0; i < 7; i++)
        {
            ids.Add(await AddAsync(container, EnqueueOptions.Default));
        }

        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[ids.Count];
        Assert.Equal(ids.Count, await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(10)), claimed, Cancellation));
        bool[] accepted = new bool[ids.Count];
        await container.ApplyAsync(
            claimed.Select(c => TaskTransition<string>.Succeed(c.Id, c.ClaimToken, "sent")).ToArray(), accepted, Cancellation);
        Assert.All(accepted, Assert.True);
        TaskQuery query = new(TaskState.Succeeded);
        IReadOnlyList<TaskRecord<FirstMailTask, string>> all = (await container.ListAsync(query, Cancellation)).Tasks;
        DateTimeOffset moment = Assert.Single(all.Select(t => t.FinishedAt!.Value).Distinct());
        await ExpectAsync(container, query, ids);
        await ExpectAsync(container, query with { Filter = new() { FinishedFrom = moment, FinishedBefore = moment.AddTicks(1) } }, ids);
        await ExpectAsync(container, query with { Filter = new() { FinishedBefore = moment } }, []);
        await ExpectAsync(container, query with { Filter = new() { FinishedFrom = moment.AddTicks(1) } }, []);
    }

    private static async Task<TaskId> AddAsync(SqlTaskContainer<FirstMailTask, string> container, EnqueueOptions options)
    {
        TaskId id = TaskId.New();
        await container.AddAsync(new[] { new NewTask<FirstMailTask>(id, new FirstMailTask("a", 1), options) }, default, Cancellation);
        return id;
    }

    private static async Task ExpectAsync(SqlTaskContainer<FirstMailTask, string> container, TaskQuery query, IReadOnlyList<TaskId> expected)
    {
        foreach (int size in new[] { 1, 4, 100 })
        {
            Assert.Equal(expected, await ListAsync(container, query with { PageSize = size }));
            Assert.Equal(expected.Reverse(), await ListAsync(container, query with { PageSize = size, NewestFirst = true }));
        }
    }

    private static async Task<List<TaskId>> ListAsync(SqlTaskContainer<FirstMailTask, string> container, TaskQuery query)
    {
        List<TaskId> found = [];
        do
        {
            TaskPage<FirstMailTask, string> page = await container.ListAsync(query, Cancellation);
            found.AddRange(page.Tasks.Select(t => t.Id));
            query = query with { Cursor = page.NextCursor };
            Assert.True(found.Count < 100, "the pages come to an end");
        }
        while (query.Cursor is not null);
        return found;
    }
}
