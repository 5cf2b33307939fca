using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Lists of those tasks that somebody looks for. Each is read in both directions, on pages of several sizes.</summary>
internal static class FilterCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a range of ends has its first moment and not its last", Ends, ContainerTraits.Clock),
        new("a range of ends is for finished tasks only", EndsOfUnfinished),
        new("a range of additions has its first moment and not its last", Additions, ContainerTraits.Clock),
        new("failures are found by their reason", Reasons),
        new("keys are found by ordinal, whatever is in them", Keys),
        new("finished tasks of one key are found", FinishedKeys, ContainerTraits.Clock),
        new("tasks of one priority are found, in the order of the list", Priorities),
        new("all conditions are met at once, page by page", Together, ContainerTraits.Clock),
    ];

    private static async Task Ends(ConformanceRun run)
    {
        TaskId[] failed = await run.FailManyAsync(5).ConfigureAwait(false);
        DateTimeOffset from = (await run.GetAsync(failed[1]).ConfigureAwait(false)).FinishedAt!.Value;
        DateTimeOffset before = (await run.GetAsync(failed[3]).ConfigureAwait(false)).FinishedAt!.Value;
        TaskQuery all = new(TaskState.Failed);
        await run.ExpectListAsync(all with { FinishedFrom = from, FinishedBefore = before }, failed[1..3]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedFrom = from }, failed[1..]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedBefore = before }, failed[..3]).ConfigureAwait(false);

        // Less than any store keeps of a moment makes a difference nevertheless; where the moment is told makes none.
        await run.ExpectListAsync(all with { FinishedFrom = from.AddTicks(1), FinishedBefore = before.AddTicks(1) }, failed[2..4]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedFrom = from.ToOffset(TimeSpan.FromHours(-9)) }, failed[1..]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedFrom = before, FinishedBefore = from }, []).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedFrom = DateTimeOffset.MinValue, FinishedBefore = DateTimeOffset.MaxValue }, failed).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedFrom = DateTimeOffset.MaxValue }, []).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FinishedBefore = DateTimeOffset.MinValue }, []).ConfigureAwait(false);
    }

    private static async Task EndsOfUnfinished(ConformanceRun run)
    {
        foreach (TaskState state in new[] { TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting })
        {
            await run.RefuseListAsync(new TaskQuery(state) { FinishedFrom = DateTimeOffset.UnixEpoch }, $"a first moment of the end of {state} tasks").ConfigureAwait(false);
            await run.RefuseListAsync(new TaskQuery(state) { FinishedBefore = DateTimeOffset.UnixEpoch }, $"a last moment of the end of {state} tasks").ConfigureAwait(false);
        }
    }

    private static async Task Additions(ConformanceRun run)
    {
        List<TaskId> added = [];
        for (int i = 0; i < 5; i++)
        {
            added.Add(await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }, start: false).ConfigureAwait(false));
            await run.AdvanceAsync(Listing.Second).ConfigureAwait(false);
        }

        DateTimeOffset from = (await run.GetAsync(added[1]).ConfigureAwait(false)).CreatedAt;
        DateTimeOffset before = (await run.GetAsync(added[3]).ConfigureAwait(false)).CreatedAt;
        TaskQuery all = new(TaskState.Unstarted);
        await run.ExpectListAsync(all with { CreatedFrom = from, CreatedBefore = before }, [.. added[1..3]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { CreatedFrom = from.AddTicks(1), CreatedBefore = before.AddTicks(1) }, [.. added[2..4]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { CreatedFrom = DateTimeOffset.MinValue, CreatedBefore = DateTimeOffset.MaxValue }, [.. added]).ConfigureAwait(false);

        // What became of a task since does not matter.
        await run.ExecuteAsync(TaskCommand.Start, added[2]).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, added[2]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Stopped) { CreatedFrom = from, CreatedBefore = before }, [added[2]]).ConfigureAwait(false);
    }

    private static async Task Reasons(ConformanceRun run)
    {
        TaskFailureReason[] reasons = [TaskFailureReason.Timeout, TaskFailureReason.Exception, TaskFailureReason.Timeout, TaskFailureReason.Lost];
        TaskId[] failed = await run.FailManyAsync(4, failure: i => new TaskFailure(reasons[i], "Oops")).ConfigureAwait(false);
        Claimed retried = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(retried.Id, retried.ClaimToken, new TaskFailure(TaskFailureReason.Timeout, "Again"), TimeSpan.FromHours(1))).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        TaskQuery all = new(TaskState.Failed);
        await run.ExpectListAsync(all with { FailureReason = TaskFailureReason.Timeout }, [failed[0], failed[2]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FailureReason = TaskFailureReason.Exception }, [failed[1]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { FailureReason = TaskFailureReason.Export }, []).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { FailureReason = TaskFailureReason.Timeout }, [retried.Id]).ConfigureAwait(false);
    }

    private static async Task Keys(ConformanceRun run)
    {
        string[] keys = ["order 7", "Order 7", "order 7 ", "örder 7", "%", "' OR '1'='1", "a\\b", "\"; --"];
        foreach (bool start in new[] { true, false })
        {
            TaskState state = start ? TaskState.Waiting : TaskState.Unstarted;
            EnqueueOptions later = new() { Delay = TimeSpan.FromHours(1) };
            await run.AddOneAsync(later, start).ConfigureAwait(false);
            foreach (string key in keys)
            {
                TaskId id = await run.AddOneAsync(new EnqueueOptions(later) { UniqueKey = state + key }, start).ConfigureAwait(false);
                await run.ExpectListAsync(new TaskQuery(state) { UniqueKey = state + key }, [id]).ConfigureAwait(false);
            }

            await run.ExpectListAsync(new TaskQuery(state) { UniqueKey = "order" }, []).ConfigureAwait(false);
            await run.ExpectListAsync(new TaskQuery(state) { UniqueKey = "" }, []).ConfigureAwait(false);
        }
    }

    private static async Task FinishedKeys(ConformanceRun run)
    {
        TaskId[] failed = await run.FailManyAsync(5, i => new EnqueueOptions { UniqueKey = i % 2 == 0 ? "even" : "Even" }).ConfigureAwait(false);
        TaskId waiting = await run.AddOneAsync(new EnqueueOptions { UniqueKey = "even", Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Failed) { UniqueKey = "even" }, [failed[0], failed[2], failed[4]]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { UniqueKey = "even" }, [waiting]).ConfigureAwait(false);
    }

    private static async Task Priorities(ConformanceRun run)
    {
        int[] priorities = [0, 5, -3, 5, int.MaxValue, 0, int.MinValue, 5];
        for (int i = 0; i < priorities.Length; i++)
        {
            await run.AddOneAsync(new EnqueueOptions { Priority = priorities[i], Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
            await run.AddOneAsync(new EnqueueOptions { Priority = priorities[i] }, start: false).ConfigureAwait(false);
        }

        foreach (TaskState state in new[] { TaskState.Waiting, TaskState.Unstarted })
        {
            TaskId[] list = await run.ListAsync(new TaskQuery(state)).ConfigureAwait(false);
            IReadOnlyList<ProbeRecord?> records = await run.Container.GetAsync(list, run.Cancellation).ConfigureAwait(false);
            foreach (int priority in priorities.Append(1).Distinct())
            {
                IEnumerable<TaskId> expected = records.Where(r => r!.Options.Priority == priority).Select(r => r!.Id);
                await run.ExpectListAsync(new TaskQuery(state) { Priority = priority }, [.. expected]).ConfigureAwait(false);
            }
        }
    }

    private static async Task Together(ConformanceRun run)
    {
        const int Count = 24;
        TaskId[] failed = await run.FailManyAsync(
            Count,
            i => new EnqueueOptions { Priority = i % 2 },
            i => new TaskFailure(i % 3 == 0 ? TaskFailureReason.Timeout : TaskFailureReason.Exception, "Oops")).ConfigureAwait(false);
        ProbeRecord[] bounds = [.. (await run.Container.GetAsync(failed, run.Cancellation).ConfigureAwait(false)).OfType<ProbeRecord>()];
        TaskQuery query = new(TaskState.Failed)
        {
            Priority = 1,
            FailureReason = TaskFailureReason.Exception,
            FinishedFrom = bounds[2].FinishedAt,
            FinishedBefore = bounds[19].FinishedAt,
            CreatedFrom = bounds[3].CreatedAt,
            CreatedBefore = bounds[20].CreatedAt,
        };
        int[] expected = [.. Enumerable.Range(3, 16).Where(i => i % 2 == 1 && i % 3 != 0)];
        await run.ExpectListAsync(query, [.. expected.Select(i => failed[i])]).ConfigureAwait(false);
        await run.ExpectListAsync(query with { UniqueKey = "of none" }, []).ConfigureAwait(false);
    }
}
