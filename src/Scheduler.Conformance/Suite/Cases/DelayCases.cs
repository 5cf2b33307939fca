namespace GeneratedScheduler.Conformance.Cases;

internal static class DelayCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a delayed task is claimed after its delay and not before", Delay, ContainerTraits.Clock),
        new("a task with a not-before time is claimed then and not before", NotBefore, ContainerTraits.Clock),
        new("a not-before time in the past means at once", Past),
        new("a delayed task does not hold up those that are due", DoesNotBlock),
        new("delayed tasks become due in the order of their times", OrderOfTimes, ContainerTraits.Clock),
        new("a delayed task is Waiting, with its time in the record", InRecord, ContainerTraits.Clock),
        new("the longest delay is taken", Longest),
    ];

    private static async Task Delay(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(10) }).ConfigureAwait(false);
        await ExpectDueAfterTenMinutesAsync(run, id).ConfigureAwait(false);
    }

    private static async Task NotBefore(ConformanceRun run)
    {
        // With an offset of its own, because stores like to drop those.
        DateTimeOffset then = (run.UtcNow + TimeSpan.FromMinutes(10)).ToOffset(TimeSpan.FromHours(5));
        TaskId id = await run.AddOneAsync(new EnqueueOptions { NotBefore = then }).ConfigureAwait(false);
        await ExpectDueAfterTenMinutesAsync(run, id).ConfigureAwait(false);
    }

    private static async Task ExpectDueAfterTenMinutesAsync(ConformanceRun run, TaskId id)
    {
        await run.ExpectNothingToClaimAsync("before the time").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(9.9)).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("shortly before the time").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(0.2)).ConfigureAwait(false);
        Expect.Equal(id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed after the time");
    }

    private static async Task Past(ConformanceRun run)
    {
        DateTimeOffset longAgo = new(1991, 2, 3, 4, 5, 6, TimeSpan.FromHours(-7));
        TaskId id = await run.AddOneAsync(new EnqueueOptions { NotBefore = longAgo }).ConfigureAwait(false);
        ProbeRecord record = await run.GetAsync(id).ConfigureAwait(false);
        Expect.Equal(record.CreatedAt, record.NotBefore, "not before, of a time in the past");
        Expect.Equal(id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed at once");
    }

    private static async Task DoesNotBlock(ConformanceRun run)
    {
        EnqueueOptions later = new() { Delay = TimeSpan.FromHours(1), Priority = 100 };
        await run.AddManyAsync(3, later).ConfigureAwait(false);
        TaskId due = await run.AddOneAsync().ConfigureAwait(false);
        await run.AddManyAsync(3, later).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        Expect.Sequence([due], claimed.Select(c => c.Id), "claimed tasks");
    }

    private static async Task OrderOfTimes(ConformanceRun run)
    {
        int[] minutes = [30, 10, 20];
        foreach (int delay in minutes)
        {
            await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(delay) }).ConfigureAwait(false);
        }

        foreach (int expected in minutes.Order())
        {
            await run.AdvanceAsync(TimeSpan.FromMinutes(10.1)).ConfigureAwait(false);
            Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
            Expect.Sequence([TimeSpan.FromMinutes(expected)], claimed.Select(c => c.Options.Delay), "delays of the tasks that are due");
        }
    }

    private static async Task InRecord(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromMinutes(10) }).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(id, TaskState.Waiting).ConfigureAwait(false);
        TimeSpan rounding = TimeSpan.FromMilliseconds(1);
        TimeSpan wait = record.NotBefore - record.CreatedAt;
        Expect.True((wait - TimeSpan.FromMinutes(10)).Duration() <= rounding, $"10 minutes lie between creation and the time (it is {wait})");
    }

    private static async Task Longest(ConformanceRun run)
    {
        TaskId far = await run.AddOneAsync(new EnqueueOptions { NotBefore = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero) }).ConfigureAwait(false);
        TaskId due = await run.AddOneAsync().ConfigureAwait(false);
        Expect.Equal(due, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed");
        await run.ExecuteAsync(TaskCommand.Stop, far, CommandOutcome.Done, TaskState.Stopped).ConfigureAwait(false);
    }
}
