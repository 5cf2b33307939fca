using System.Globalization;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Containers;

/// <summary>Lists in memory: the place of a page, and rare tasks among many.</summary>
public sealed class LongListTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_goes_on_where_its_task_was_though_it_and_its_neighbours_have_left(bool newestFirst)
    {
        const int Count = 9;
        for (int place = 0; place < Count - 1; place++)
        {
            for (int left = 1; left <= 3; left++)
            {
                await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(new FakeTimeProvider());
                List<TaskId> list = [.. await AddAsync(queue, Count, _ => 0)];
                if (newestFirst)
                {
                    list.Reverse();
                }

                TaskQuery query = new(TaskState.Unstarted, place + 1) { NewestFirst = newestFirst };
                string? cursor = (await queue.ListAsync(query, CancellationToken.None)).NextCursor;
                TaskId[] gone = [.. list.Skip(place - left / 2).Take(left)];
                foreach (TaskId id in gone)
                {
                    await queue.ExecuteAsync(TaskCommand.Delete, id);
                }

                TaskPage<string, int> rest = await queue.ListAsync(query with { PageSize = 100, Cursor = cursor }, CancellationToken.None);
                Assert.Equal(list.Skip(place + 1).Except(gone), rest.Tasks.Select(t => t.Id));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rare_tasks_are_found_in_a_list_of_many_steps(bool newestFirst)
    {
        const int Rare = TaskWalk.Step - 1;
        await using MemoryTaskContainer<string, int> queue = ContainerDriver.Queue(new FakeTimeProvider());
        TaskId[] all = await AddAsync(queue, 5 * TaskWalk.Step, i => i % Rare == 0 ? 1 : 0);
        List<TaskId> found = [];
        TaskQuery query = new(TaskState.Unstarted, pageSize: 2) { NewestFirst = newestFirst, Filter = new() { Priority = 1 } };
        do
        {
            TaskPage<string, int> page = await queue.ListAsync(query, CancellationToken.None);
            found.AddRange(page.Tasks.Select(t => t.Id));
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);

        TaskId[] rare = [.. all.Where((_, i) => i % Rare == 0)];
        Assert.Equal(newestFirst ? rare.AsEnumerable().Reverse() : rare, found);
        Assert.Empty((await queue.ListAsync(new TaskQuery(TaskState.Unstarted) { Filter = new() { Priority = 2 } }, CancellationToken.None)).Tasks);
    }

    [Theory]
    [InlineData(TaskWalk.Step, 1)]
    [InlineData(TaskWalk.Step + 1, 2)]
    [InlineData(3 * TaskWalk.Step, 3)]
    public void However_long_the_list_a_step_is_short(int count, int steps)
    {
        TaskStore store = new(new ReadyTasks(TaskOrder.Queue), 0);
        Node first = new(0);
        for ((int i, TaskNode last) = (1, first); i < count; i++)
        {
            Node next = new(i);
            (last.StateLinks.Next, last) = (next, next);
        }

        TaskBatch batch = new(first, count);
        Assert.Null(store.TryRegister(batch));
        store.Insert(batch, now: 1);
        TaskWalk walk = new(new TaskQuery(TaskState.Unstarted) { Filter = new() { UniqueKey = "of none" } }, null);
        int made = 1;
        while (!walk.Go(store, (_, _) => Assert.Fail("no task has the key")))
        {
            made++;
        }

        Assert.Equal(steps, made);
        Assert.Null(walk.NextPage);
    }

    private static async Task<TaskId[]> AddAsync(MemoryTaskContainer<string, int> queue, int count, Func<int, int> priority)
    {
        NewTask<string>[] tasks =
        [
            .. Enumerable.Range(0, count).Select(i => ContainerDriver.NewTask(
                i.ToString(CultureInfo.InvariantCulture), new EnqueueOptions { Priority = priority(i) }, start: false)),
        ];
        await queue.AddAsync(tasks, default, CancellationToken.None);
        return [.. tasks.Select(t => t.Id)];
    }

    private sealed class Node(int priority) : TaskNode(TaskId.New(), new EnqueueOptions { Priority = priority }, TaskState.Unstarted);
}
