using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class ListingCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("tasks are counted by state", Counts),
        new("the longest wait is that of a due task that is not claimed", LongestWait, ContainerTraits.Clock),
        new("a task is asked for by id, in the order of asking", Get),
        new("an empty state has one empty page", Empty),
        new("pages show every task of a state once", Pages),
        new("pages show only tasks of the state asked for", OnlyThatState),
        new("pages are in the order in which tasks came into the state", Order, ContainerTraits.Clock),
        new("a page shows tasks as they are", Records),
    ];

    private static async Task Counts(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(most: 8).ConfigureAwait(false);
        await run.AddManyAsync(2, start: false).ConfigureAwait(false);
        await run.AddManyAsync(3, new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.ApplyManyAsync(
            Move.Export(claimed[0].Id, claimed[0].ClaimToken),
            Move.Succeed(claimed[1].Id, claimed[1].ClaimToken, null),
            Move.Succeed(claimed[2].Id, claimed[2].ClaimToken, null),
            Move.Fail(claimed[3].Id, claimed[3].ClaimToken, ConformanceRun.Oops),
            Move.Stop(claimed[4].Id, claimed[4].ClaimToken),
            Move.Retry(claimed[5].Id, claimed[5].ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1))).ConfigureAwait(false);
        TaskCounts expected = new()
        {
            Unstarted = 2,
            Waiting = 6,
            Running = 2,
            Exporting = 1,
            Succeeded = 2,
            Failed = 1,
            Stopped = 1,
        };
        Expect.Equal(expected, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task LongestWait(ConformanceRun run)
    {
        await ExpectWaitAsync(run, null, "without tasks").ConfigureAwait(false);
        await run.AddOneAsync(start: false).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromSeconds(100), Priority = -5 }).ConfigureAwait(false);
        await ExpectWaitAsync(run, null, "when none is due").ConfigureAwait(false);
        await run.AddManyAsync(2).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Priority = 7 }).ConfigureAwait(false);
        await ExpectWaitAsync(run, TimeSpan.FromSeconds(60), "of the first task, behind one of a higher priority").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromSeconds(80)).ConfigureAwait(false);
        await ExpectWaitAsync(run, TimeSpan.FromSeconds(140), "of the first task").ConfigureAwait(false);
        Expect.Equal(3, (await run.ClaimAsync(most: 3).ConfigureAwait(false)).Length, "claimed tasks");
        await ExpectWaitAsync(run, TimeSpan.FromSeconds(40), "of the delayed task, since it is due").ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
        await ExpectWaitAsync(run, null, "when all are claimed").ConfigureAwait(false);
        DateTimeOffset now = await run.Container.GetUtcNowAsync(run.Cancellation).ConfigureAwait(false);
        Expect.True((now - run.UtcNow).Duration() < TimeSpan.FromSeconds(20), $"the moment that the container tells ({now:O}) is that of its clock ({run.UtcNow:O})");
    }

    // The clock of a real store goes on by itself.
    private static async Task ExpectWaitAsync(ConformanceRun run, TimeSpan? expected, string when)
    {
        TimeSpan? wait = await run.Container.GetLongestWaitAsync(run.Cancellation).ConfigureAwait(false);
        Expect.True(
            wait is null ? expected is null : wait >= expected && wait < expected + TimeSpan.FromSeconds(20), $"the longest wait {when} is {expected?.ToString() ?? "none"}, not {wait}");
    }

    private static async Task Get(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(3).ConfigureAwait(false);
        TaskId[] asked = [ids[2], TaskId.New(), ids[0], ids[2]];
        IReadOnlyList<ProbeRecord?> records = await run.Container.GetAsync(asked, run.Cancellation).ConfigureAwait(false);
        Expect.Sequence(new TaskId?[] { ids[2], null, ids[0], ids[2] }, records.Select(r => r?.Id), "records");
        Expect.Equal(0, (await run.Container.GetAsync(default, run.Cancellation).ConfigureAwait(false)).Count, "records of no ids");
    }

    private static async Task Empty(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        TaskPage<ProbeTask, ProbeResult> page =
            await run.Container.ListAsync(new TaskQuery(TaskState.Failed), run.Cancellation).ConfigureAwait(false);
        Expect.Equal(0, page.Tasks.Count, "tasks on the page");
        Expect.Equal(null, page.NextCursor, "the next page");
    }

    private static async Task Pages(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(25).ConfigureAwait(false);
        foreach (int size in new[] { 1, 7, 25, 1000 })
        {
            Expect.Set(ids, (await ListAsync(run, TaskState.Waiting, size).ConfigureAwait(false)).Select(r => r.Id), $"tasks on pages of {size}");
        }
    }

    private static async Task<List<ProbeRecord>> ListAsync(ConformanceRun run, TaskState state, int pageSize)
    {
        List<ProbeRecord> all = [];
        string? cursor = null;
        int pages = 0;
        do
        {
            TaskQuery query = new(state, pageSize, cursor);
            TaskPage<ProbeTask, ProbeResult> page = await run.Container.ListAsync(query, run.Cancellation).ConfigureAwait(false);
            Expect.True(page.Tasks.Count <= pageSize, $"a page has at most {pageSize} tasks, not {page.Tasks.Count}");
            all.AddRange(page.Tasks);
            cursor = page.NextCursor;
            Expect.True(++pages < 1_000, "the pages come to an end");
        }
        while (cursor is not null);
        return all;
    }

    private static async Task OnlyThatState(ConformanceRun run)
    {
        TaskId[] ids = await run.AddManyAsync(6).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(most: 4).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        IEnumerable<TaskId> waiting = ids.Except(claimed.Select(c => c.Id));
        Expect.Set(waiting, (await ListAsync(run, TaskState.Waiting, 4).ConfigureAwait(false)).Select(r => r.Id), "waiting tasks");
        Expect.Set(claimed[1..].Select(c => c.Id), (await ListAsync(run, TaskState.Running, 2).ConfigureAwait(false)).Select(r => r.Id), "running tasks");
        Expect.Set([claimed[0].Id], (await ListAsync(run, TaskState.Succeeded, 1).ConfigureAwait(false)).Select(r => r.Id), "succeeded tasks");
    }

    private static async Task Order(ConformanceRun run)
    {
        await run.AddManyAsync(5).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        int[] order = [3, 0, 4, 1, 2];
        foreach (int index in order)
        {
            await run.AdvanceAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            await run.ApplyAsync(Move.Succeed(claimed[index].Id, claimed[index].ClaimToken, null)).ConfigureAwait(false);
        }

        IEnumerable<TaskId> listed = (await ListAsync(run, TaskState.Succeeded, 2).ConfigureAwait(false)).Select(r => r.Id);
        Expect.Sequence(order.Select(i => claimed[i].Id), listed, "the order of the succeeded tasks");
    }

    private static async Task Records(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync(new EnqueueOptions { Priority = 4 }).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(8, "eight"))).ConfigureAwait(false);
        ProbeRecord listed = (await ListAsync(run, TaskState.Succeeded, 10).ConfigureAwait(false))[0];
        Expect.Equal(await run.GetAsync(claimed.Id).ConfigureAwait(false), listed, "the task on the page");
    }
}
