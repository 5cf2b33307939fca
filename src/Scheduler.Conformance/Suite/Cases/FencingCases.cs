namespace GeneratedScheduler.Conformance.Cases;

internal static class FencingCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("no move is made under the token of an earlier claim", EarlierClaim),
        new("no move is made under a token that was never given", NeverGiven),
        new("no move is made of a task that nobody claimed", NotClaimed),
        new("no move is made of a task that is not there", NotThere),
        new("no move is made of a task that was given back", GivenBack),
        new("no move is made of a task that has finished", Finished),
        new("a repeated move is refused the second time", Repeated),
        new("a token of one task does not move another", AnotherTask),
        new("the token before a restart is refused after it", Restarted),
    ];

    private static async Task EarlierClaim(ConformanceRun run)
    {
        Claimed first = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(first.Id, first.ClaimToken)).ConfigureAwait(false);
        Claimed second = await run.ClaimOneAsync().ConfigureAwait(false);
        await ExpectAllRefused(run, first.Id, first.ClaimToken, "under the token of an earlier claim").ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(second.Id, second.ClaimToken, new ProbeResult(2))).ConfigureAwait(false);
    }

    private static async Task NeverGiven(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        foreach (long token in new[] { 0L, -1L, claimed.ClaimToken - 1, claimed.ClaimToken + 1, long.MaxValue })
        {
            await ExpectAllRefused(run, claimed.Id, token, "under a token that was never given").ConfigureAwait(false);
        }
    }

    private static async Task NotClaimed(ConformanceRun run)
    {
        TaskId waiting = await run.AddOneAsync().ConfigureAwait(false);
        TaskId unstarted = await run.AddOneAsync(start: false).ConfigureAwait(false);
        await ExpectAllRefused(run, waiting, 0, "while the task waits").ConfigureAwait(false);
        await ExpectAllRefused(run, unstarted, 0, "while the task is unstarted").ConfigureAwait(false);
    }

    private static async Task NotThere(ConformanceRun run)
    {
        TaskId unknown = TaskId.New();
        foreach (Func<TaskId, long, Move> make in MakeMoves.All)
        {
            await run.RefuseAsync(make(unknown, 1), "if the task is not there").ConfigureAwait(false);
        }

        Expect.Equal(null, await run.FindAsync(unknown).ConfigureAwait(false), "the unknown task");
    }

    private static async Task GivenBack(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.FromDays(1))).ConfigureAwait(false);
        await ExpectAllRefused(run, claimed.Id, claimed.ClaimToken, "after the task was given back").ConfigureAwait(false);
    }

    private static async Task Finished(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, new ProbeResult(3))).ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed[1].Id, claimed[1].ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(claimed[2].Id, claimed[2].ClaimToken)).ConfigureAwait(false);
        foreach (Claimed one in claimed)
        {
            await ExpectAllRefused(run, one.Id, one.ClaimToken, "after the end").ConfigureAwait(false);
        }
    }

    private static async Task Repeated(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        Move succeed = Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1));
        await run.ApplyAsync(succeed).ConfigureAwait(false);
        await run.RefuseAsync(succeed, "the second time").ConfigureAwait(false);

        Claimed other = await run.AddAndClaimAsync().ConfigureAwait(false);
        Move release = Move.Release(other.Id, other.ClaimToken);
        bool[] accepted = await run.ApplyManyAsync(release, release).ConfigureAwait(false);
        Expect.Sequence([true, false], accepted, "a release twice in one batch");
    }

    private static async Task AnotherTask(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await ExpectAllRefused(run, claimed[0].Id, claimed[1].ClaimToken, "under the token of another task").ConfigureAwait(false);
    }

    private static async Task Restarted(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        await ExpectAllRefused(run, claimed.Id, claimed.ClaimToken, "after a restart").ConfigureAwait(false);
        Claimed again = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.True(again.ClaimToken > claimed.ClaimToken, "a restart does not begin the claim tokens anew");
        await ExpectAllRefused(run, claimed.Id, claimed.ClaimToken, "after a restart and a new claim").ConfigureAwait(false);
    }

    /// <summary>A refused move must also leave no trace, which is why the record is compared as a whole.</summary>
    private static async Task ExpectAllRefused(ConformanceRun run, TaskId id, long token, string why)
    {
        ProbeRecord before = await run.GetAsync(id).ConfigureAwait(false);
        foreach (Func<TaskId, long, Move> make in MakeMoves.All)
        {
            await run.RefuseAsync(make(id, token), why).ConfigureAwait(false);
        }

        Expect.Equal(before, await run.GetAsync(id).ConfigureAwait(false), "the task after refused moves");
    }
}
