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
        new("tasks that one claimant runs are found", Claimants),
        new("texts are found in failures by ordinal, whatever is in them", Texts),
        new("all conditions are met at once, page by page", Together, ContainerTraits.Clock),
    ];

    private static async Task Ends(ConformanceRun run)
    {
        TaskId[] failed = await run.FailManyAsync(5).ConfigureAwait(false);
        DateTimeOffset from = (await run.GetAsync(failed[1]).ConfigureAwait(false)).FinishedAt!.Value;
        DateTimeOffset before = (await run.GetAsync(failed[3]).ConfigureAwait(false)).FinishedAt!.Value;
        TaskQuery all = new(TaskState.Failed);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = from, FinishedBefore = before } }, failed[1..3]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = from } }, failed[1..]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedBefore = before } }, failed[..3]).ConfigureAwait(false);

        // Less than any store keeps of a moment makes a difference nevertheless; where the moment is told makes none.
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = from.AddTicks(1), FinishedBefore = before.AddTicks(1) } }, failed[2..4]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = from.ToOffset(TimeSpan.FromHours(-9)) } }, failed[1..]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = before, FinishedBefore = from } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = DateTimeOffset.MinValue, FinishedBefore = DateTimeOffset.MaxValue } }, failed).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedFrom = DateTimeOffset.MaxValue } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FinishedBefore = DateTimeOffset.MinValue } }, []).ConfigureAwait(false);
    }

    private static async Task EndsOfUnfinished(ConformanceRun run)
    {
        foreach (TaskState state in new[] { TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting })
        {
            await run.RefuseListAsync(new TaskQuery(state) { Filter = new() { FinishedFrom = DateTimeOffset.UnixEpoch } }, $"a first moment of the end of {state} tasks").ConfigureAwait(false);
            await run.RefuseListAsync(new TaskQuery(state) { Filter = new() { FinishedBefore = DateTimeOffset.UnixEpoch } }, $"a last moment of the end of {state} tasks").ConfigureAwait(false);
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
        await run.ExpectListAsync(all with { Filter = new() { CreatedFrom = from, CreatedBefore = before } }, [.. added[1..3]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { CreatedFrom = from.AddTicks(1), CreatedBefore = before.AddTicks(1) } }, [.. added[2..4]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { CreatedFrom = DateTimeOffset.MinValue, CreatedBefore = DateTimeOffset.MaxValue } }, [.. added]).ConfigureAwait(false);

        // What became of a task since does not matter.
        await run.ExecuteAsync(TaskCommand.Start, added[2]).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, added[2]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Stopped) { Filter = new() { CreatedFrom = from, CreatedBefore = before } }, [added[2]]).ConfigureAwait(false);
    }

    private static async Task Reasons(ConformanceRun run)
    {
        TaskFailureReason[] reasons = [TaskFailureReason.Timeout, TaskFailureReason.Exception, TaskFailureReason.Timeout, TaskFailureReason.Lost];
        TaskId[] failed = await run.FailManyAsync(4, failure: i => new TaskFailure(reasons[i], "Oops")).ConfigureAwait(false);
        Claimed retried = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(retried.Id, retried.ClaimToken, new TaskFailure(TaskFailureReason.Timeout, "Again"), TimeSpan.FromHours(1))).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        TaskQuery all = new(TaskState.Failed);
        await run.ExpectListAsync(all with { Filter = new() { FailureReason = TaskFailureReason.Timeout } }, [failed[0], failed[2]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FailureReason = TaskFailureReason.Exception } }, [failed[1]]).ConfigureAwait(false);
        await run.ExpectListAsync(all with { Filter = new() { FailureReason = TaskFailureReason.Export } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { Filter = new() { FailureReason = TaskFailureReason.Timeout } }, [retried.Id]).ConfigureAwait(false);
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
                await run.ExpectListAsync(new TaskQuery(state) { Filter = new() { UniqueKey = state + key } }, [id]).ConfigureAwait(false);
            }

            await run.ExpectListAsync(new TaskQuery(state) { Filter = new() { UniqueKey = "order" } }, []).ConfigureAwait(false);
            await run.ExpectListAsync(new TaskQuery(state) { Filter = new() { UniqueKey = "" } }, []).ConfigureAwait(false);
        }
    }

    private static async Task FinishedKeys(ConformanceRun run)
    {
        TaskId[] failed = await run.FailManyAsync(5, i => new EnqueueOptions { UniqueKey = i % 2 == 0 ? "even" : "Even" }).ConfigureAwait(false);
        TaskId waiting = await run.AddOneAsync(new EnqueueOptions { UniqueKey = "even", Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Failed) { Filter = new() { UniqueKey = "even" } }, [failed[0], failed[2], failed[4]]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { Filter = new() { UniqueKey = "even" } }, [waiting]).ConfigureAwait(false);
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
                await run.ExpectListAsync(new TaskQuery(state) { Filter = new() { Priority = priority } }, [.. expected]).ConfigureAwait(false);
            }
        }
    }

    private static async Task Claimants(ConformanceRun run)
    {
        ClaimantId other = ClaimantId.New();
        await run.AddManyAsync(5).ConfigureAwait(false);
        Claimed[] mine = await run.ClaimAsync(most: 2).ConfigureAwait(false);
        Claimed[] others = await run.ClaimAsync(run.Container, new ClaimRequest(other, ConformanceRun.Lease), most: 2).ConfigureAwait(false);
        TaskQuery running = new(TaskState.Running);
        await run.ExpectListAsync(running with { Filter = new() { Claimant = run.Me } }, [.. mine.Select(c => c.Id)]).ConfigureAwait(false);
        await run.ExpectListAsync(running with { Filter = new() { Claimant = other } }, [.. others.Select(c => c.Id)]).ConfigureAwait(false);
        await run.ExpectListAsync(running with { Filter = new() { Claimant = ClaimantId.New() } }, []).ConfigureAwait(false);

        await run.ApplyManyAsync(
            Move.Export(mine[0].Id, mine[0].ClaimToken), Move.Release(mine[1].Id, mine[1].ClaimToken), Move.Succeed(others[0].Id, others[0].ClaimToken, null)).ConfigureAwait(false);
        await run.ExpectListAsync(running with { Filter = new() { Claimant = run.Me } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Exporting) { Filter = new() { Claimant = run.Me } }, [mine[0].Id]).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { Filter = new() { Claimant = run.Me } }, []).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Succeeded) { Filter = new() { Claimant = other } }, []).ConfigureAwait(false);
    }

    private static async Task Texts(ConformanceRun run)
    {
        string[] messages = ["Disk full", "disk full", "100 % of \\ and _", "' OR '1'='1", "", "größer"];
        TaskId[] failed = await run.FailManyAsync(messages.Length, failure: i => new TaskFailure(TaskFailureReason.Exception, messages[i], i == 4 ? "System.IO.IOException" : null)).ConfigureAwait(false);
        (string Text, int[] Found)[] expected =
        [
            ("full", [0, 1]), ("isk", [0, 1]), ("Disk full", [0]), ("%", [2]), ("_", [2]), ("\\", [2]), ("' OR '", [3]), ("IOExc", [4]), ("ö", [5]), ("Ö", []), ("", [0, 1, 2, 3, 4, 5]),
            ("not there", []),
        ];
        foreach ((string text, int[] found) in expected)
        {
            await run.ExpectListAsync(new TaskQuery(TaskState.Failed) { Filter = new() { FailureText = text } }, [.. found.Select(i => failed[i])]).ConfigureAwait(false);
        }

        // Waiting for its next attempt, with the failure of the one before; and without any.
        Claimed retried = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(retried.Id, retried.ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1))).ConfigureAwait(false);
        await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.ExpectListAsync(new TaskQuery(TaskState.Waiting) { Filter = new() { FailureText = "Some." } }, [retried.Id]).ConfigureAwait(false);
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
            Filter = new()
            {
                Priority = 1,
                FailureReason = TaskFailureReason.Exception,
                FailureText = "ps",
                FinishedFrom = bounds[2].FinishedAt,
                FinishedBefore = bounds[19].FinishedAt,
                CreatedFrom = bounds[3].CreatedAt,
                CreatedBefore = bounds[20].CreatedAt,
            },
        };
        int[] expected = [.. Enumerable.Range(3, 16).Where(i => i % 2 == 1 && i % 3 != 0)];
        await run.ExpectListAsync(query, [.. expected.Select(i => failed[i])]).ConfigureAwait(false);
        await run.ExpectListAsync(query with { Filter = new() { UniqueKey = "of none" } }, []).ConfigureAwait(false);
    }
}
