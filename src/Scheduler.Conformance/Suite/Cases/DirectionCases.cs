using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Pages in both directions, and the cursors between them.</summary>
internal static class DirectionCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("the newest first is the same list from its end", Reversed),
        new("tasks that come between two pages are on no later page of the newest first", Keyset, ContainerTraits.Clock),
        new("the only unfinished task with a key is found, and has a place in the list", UnfinishedKey),
        new("a cursor of another state or direction is refused", Cursors),
    ];

    private static async Task Reversed(ConformanceRun run)
    {
        await AddMixedAsync(run).ConfigureAwait(false);
        foreach (TaskState state in Enum.GetValues<TaskState>().Where(s => s != TaskState.Deleted))
        {
            TaskId[] list = await run.ListAsync(new TaskQuery(state)).ConfigureAwait(false);
            Expect.True(list.Length > 0, $"there are {state} tasks");
            foreach (int size in new[] { 1, 3, 1000 })
            {
                TaskId[] reversed = await run.ListAsync(new TaskQuery(state, size) { NewestFirst = true }).ConfigureAwait(false);
                Expect.Sequence(list.AsEnumerable().Reverse(), reversed, $"{state} tasks on pages of {size}, newest first");
            }
        }
    }

    // Some tasks in each state, of different priorities, due and not. Nothing is due that is not claimed: a container may take
    // what is due out of its store at any moment, and its place in the list may change with that.
    private static async Task AddMixedAsync(ConformanceRun run)
    {
        await run.AddManyAsync(11).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        for (int i = 0; i < 9; i++)
        {
            (TaskId id, long token) = (claimed[i].Id, claimed[i].ClaimToken);
            await run.ApplyAsync((i % 4) switch
            {
                0 => Move.Succeed(id, token, null),
                1 => Move.Fail(id, token, ConformanceRun.Oops),
                2 => Move.Stop(id, token),
                _ => Move.Export(id, token),
            }).ConfigureAwait(false);
        }

        for (int i = 0; i < 8; i++)
        {
            await run.AddOneAsync(new EnqueueOptions { Priority = i % 3 - 1, Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
            await run.AddOneAsync(new EnqueueOptions { Priority = i % 3 - 1 }, start: false).ConfigureAwait(false);
        }
    }

    private static async Task Keyset(ConformanceRun run)
    {
        TaskId[] failed = await run.FailManyAsync(4).ConfigureAwait(false);
        TaskQuery query = new(TaskState.Failed, pageSize: 2) { NewestFirst = true };
        TaskPage<ProbeTask, ProbeResult> first = await run.Container.ListAsync(query, run.Cancellation).ConfigureAwait(false);
        Expect.Sequence([failed[3], failed[2]], first.Tasks.Select(t => t.Id), "the first page");
        await run.FailManyAsync(3).ConfigureAwait(false);
        TaskPage<ProbeTask, ProbeResult> second =
            await run.Container.ListAsync(query with { Cursor = first.NextCursor }, run.Cancellation).ConfigureAwait(false);
        Expect.Sequence([failed[1], failed[0]], second.Tasks.Select(t => t.Id), "the second page");
        Expect.Equal(null, second.NextCursor, "the cursor behind the last page");
    }

    private static async Task UnfinishedKey(ConformanceRun run)
    {
        TaskId[] ids = new TaskId[3];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = await run.AddOneAsync(new EnqueueOptions { UniqueKey = $"key {i}", Priority = -i }, start: false).ConfigureAwait(false);
        }

        foreach (bool newestFirst in new[] { false, true })
        {
            // A place in the list is one, whoever is looked for behind it.
            TaskQuery query = new(TaskState.Unstarted, pageSize: 1) { NewestFirst = newestFirst };
            TaskId[] order = newestFirst ? [ids[2], ids[1], ids[0]] : ids;
            TaskPage<ProbeTask, ProbeResult> first = await run.Container.ListAsync(query, run.Cancellation).ConfigureAwait(false);
            TaskPage<ProbeTask, ProbeResult> second = await run.Container.ListAsync(query with { Cursor = first.NextCursor }, run.Cancellation).ConfigureAwait(false);
            Expect.Equal(order[1], second.Tasks[0].Id, "the second task");
            await run.ExpectLastPageAsync(query with { Cursor = first.NextCursor, Filter = new() { UniqueKey = "key 1" } }, [ids[1]]).ConfigureAwait(false);
            await run.ExpectLastPageAsync(query with { Cursor = second.NextCursor, Filter = new() { UniqueKey = "key 1" } }, []).ConfigureAwait(false);
        }

        await run.ExpectListAsync(new TaskQuery(TaskState.Unstarted) { Filter = new() { UniqueKey = "key 1", Priority = -1 } }, [ids[1]]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Unstarted) { Filter = new() { UniqueKey = "key 1", Priority = 0 } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { Filter = new() { UniqueKey = "key 1" } }, []).ConfigureAwait(false);
    }

    private static async Task Cursors(ConformanceRun run)
    {
        await AddMixedAsync(run).ConfigureAwait(false);
        TaskState[] states = [TaskState.Unstarted, TaskState.Waiting, TaskState.Succeeded, TaskState.Failed];
        foreach (TaskState state in states)
        {
            foreach (bool newestFirst in new[] { false, true })
            {
                TaskQuery query = new(state, pageSize: 1) { NewestFirst = newestFirst };
                string? cursor = (await run.Container.ListAsync(query, run.Cancellation).ConfigureAwait(false)).NextCursor;
                await run.RefuseListAsync(query with { Cursor = cursor, NewestFirst = !newestFirst }, "a cursor of the other direction").ConfigureAwait(false);
                foreach (TaskState other in states.Where(s => s != state))
                {
                    await run.RefuseListAsync(query with { Cursor = cursor, State = other }, $"a cursor of {state} tasks in a list of {other} ones").ConfigureAwait(false);
                }

                await run.RefuseListAsync(query with { Cursor = cursor + ".1" }, "a cursor with something behind it").ConfigureAwait(false);
            }
        }

        await run.RefuseListAsync(new TaskQuery(TaskState.Failed, cursor: ""), "an empty cursor").ConfigureAwait(false);
    }
}
