namespace GeneratedScheduler.Conformance.Cases;

internal static class GivingBackCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a retry is due at once without a delay, as the next attempt", RetryAtOnce),
        new("a retry keeps the failure and ends the claim", RetryKeepsFailure),
        new("a retry is due after its delay and not before", RetryDelay, ContainerTraits.Clock),
        new("a retry forgets handle and progress", RetryForgets),
        new("a deferral is due after its delay and not before", DeferDelay, ContainerTraits.Clock),
        new("a deferral does not count as an attempt", DeferGivesBack),
        new("a deferral forgets handle and progress", DeferForgets),
        new("a release is due at once and does not count as an attempt", Release),
        new("a release keeps the handle, and the next claim goes on with the attempt", ReleaseKeepsHandle),
        new("a retry while exporting is accepted", RetryWhileExporting),
        new("a release while exporting is accepted", ReleaseWhileExporting),
        new("attempts add up over retries, deferrals and releases", AttemptsAddUp),
        new("a release after a delayed retry is due at once", ReleaseAfterDelay, ContainerTraits.Clock),
    ];

    private static async Task RetryAtOnce(ConformanceRun run)
    {
        Claimed first = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(first.Id, first.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Claimed second = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(first.Id, second.Id, "the task claimed after the retry");
        Expect.Equal(2, second.Attempt, "attempt after a retry");
        Expect.Equal(first.Payload, second.Payload, "payload");
    }

    private static async Task RetryKeepsFailure(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.FromHours(1))).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(ConformanceRun.Oops, record.Failure, "failure of the attempt before");
        Expect.Equal(1, record.Attempt, "attempts begun");
        ExpectNoClaim(record);
    }

    private static void ExpectNoClaim(ProbeRecord record)
    {
        Expect.Equal(null, record.Owner, "owner while waiting");
        Expect.Equal(null, record.LeaseUntil, "lease while waiting");
        Expect.Equal(null, record.FinishedAt, "end while waiting");
    }

    private static Task RetryDelay(ConformanceRun run) =>
        DelayIsKept(run, c => Move.Retry(c.Id, c.ClaimToken, ConformanceRun.Oops, TimeSpan.FromMinutes(5)));

    private static Task DeferDelay(ConformanceRun run) =>
        DelayIsKept(run, c => Move.Defer(c.Id, c.ClaimToken, TimeSpan.FromMinutes(5)));

    private static async Task DelayIsKept(ConformanceRun run, Func<Claimed, Move> make)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(make(claimed)).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("right after the task was given back with a delay").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(4.9)).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("shortly before the delay is over").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(0.2)).ConfigureAwait(false);
        Expect.Equal(claimed.Id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed after the delay");
    }

    private static Task RetryForgets(ConformanceRun run) =>
        Forgets(run, c => Move.Retry(c.Id, c.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero));

    private static Task DeferForgets(ConformanceRun run) =>
        Forgets(run, c => Move.Defer(c.Id, c.ClaimToken, TimeSpan.Zero));

    private static async Task Forgets(ConformanceRun run, Func<Claimed, Move> make)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await ReportAsync(run, claimed).ConfigureAwait(false);
        await run.ApplyAsync(make(claimed)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(null, record.Handle, "handle while waiting for a new run");
        Expect.Equal(null, record.Progress, "progress while waiting for a new run");
        Expect.Equal(null, (await run.ClaimOneAsync().ConfigureAwait(false)).Handle, "handle of the next claim");
    }

    private static Task ReportAsync(ConformanceRun run, Claimed claimed) =>
        run.ApplyAsync(Move.Report(
            claimed.Id, claimed.ClaimToken, new TaskProgress(0.5, "half"), new TaskRunHandle("box", claimed.ClaimToken)));

    private static async Task DeferGivesBack(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Defer(claimed.Id, claimed.ClaimToken, TimeSpan.Zero)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(0, record.Attempt, "attempts begun and not given back");
        ExpectNoClaim(record);
        Expect.Equal(1, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after a deferral");
    }

    private static async Task Release(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(0, record.Attempt, "attempts begun and not given back");
        ExpectNoClaim(record);
        Claimed again = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(1, again.Attempt, "attempt after a release");
        Expect.True(again.ClaimToken > claimed.ClaimToken, "the claim after a release has a new token");
    }

    private static async Task ReleaseKeepsHandle(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await ReportAsync(run, claimed).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        Expect.Equal("box", (await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false)).Handle, "handle while waiting");

        // Twice, because the second new owner must find what the first one started, under the token of its start.
        for (int owner = 0; owner < 2; owner++)
        {
            Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
            Expect.Equal(new TaskRunHandle("box", claimed.ClaimToken), next.Handle, "handle to reattach to");
            Expect.Equal(1, next.Attempt, "attempt that goes on");
            Expect.True(next.ClaimToken > claimed.ClaimToken, "the new owner has a token of its own");
            await run.ApplyAsync(Move.Release(next.Id, next.ClaimToken)).ConfigureAwait(false);
        }
    }

    private static async Task RetryWhileExporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Expect.Equal(2, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after a failed export");
    }

    private static async Task ReleaseWhileExporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(1, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after a release");
    }

    private static async Task AttemptsAddUp(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        int expected = 1;
        foreach (string step in new[] { "retry", "defer", "retry", "release", "defer", "retry" })
        {
            Move move = step switch
            {
                "retry" => Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero),
                "defer" => Move.Defer(claimed.Id, claimed.ClaimToken, TimeSpan.Zero),
                _ => Move.Release(claimed.Id, claimed.ClaimToken),
            };
            await run.ApplyAsync(move).ConfigureAwait(false);
            expected += step == "retry" ? 1 : 0;
            claimed = await run.ClaimOneAsync().ConfigureAwait(false);
            Expect.Equal(expected, claimed.Attempt, $"attempt after a {step}");
        }
    }

    private static async Task ReleaseAfterDelay(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync(new EnqueueOptions { Priority = 1 }).ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.FromMinutes(1))).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromMinutes(2)).ConfigureAwait(false);
        claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(2, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after retry and release");
    }
}
