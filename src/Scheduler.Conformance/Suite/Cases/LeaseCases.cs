using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class LeaseCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a renewal of held claims reports nothing", NothingToReport),
        new("a renewal keeps a claim beyond its first lease", Renewal, ContainerTraits.Clock),
        new("a renewal keeps a claim while exporting", RenewalWhileExporting, ContainerTraits.Clock),
        new("a renewal counts from the moment it is made", CountsFromNow, ContainerTraits.Clock),
        new("claims that are not named are not renewed", OnlyNamed, ContainerTraits.Clock),
        new("a renewal reports a claim that has ended as lost", EndedIsLost),
        new("a renewal reports a claim that was given back and taken by another as lost", TakenIsLost),
        new("a renewal reports a task that is not there as lost", UnknownIsLost),
        new("a renewal of nothing reports nothing", Nothing),
        new("a claim whose lease ran out holds until it is rescued", HoldsUntilRescued, ContainerTraits.Clock),
    ];

    private static async Task NothingToReport(ConformanceRun run)
    {
        await run.AddManyAsync(3).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        LeaseReport report = await run.RenewAsync(claimed).ConfigureAwait(false);
        Expect.Sequence([], report.Lost, "lost claims");
        Expect.Sequence([], report.StopRequested, "claims to stop");
    }

    private static async Task Renewal(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        for (int i = 0; i < 5; i++)
        {
            await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
            Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued while the lease is renewed");
            Expect.Sequence([], (await run.RenewAsync(claimed).ConfigureAwait(false)).Lost, "lost claims");
        }

        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
    }

    private static async Task RenewalWhileExporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        Expect.Sequence([], (await run.RenewAsync(claimed).ConfigureAwait(false)).Lost, "lost claims");
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued after the renewal");
    }

    private static async Task CountsFromNow(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.RenewAsync(claimed).ConfigureAwait(false);
        await run.RenewAsync(claimed).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued one lease after two renewals");
    }

    /// <summary>A claim whose answer got lost is in nobody's hands; it must come back although its claimant lives on.</summary>
    private static async Task OnlyNamed(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        await run.RenewAsync(claimed[0]).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued of two tasks, one of them renewed");
        await run.ExpectStateAsync(claimed[0].Id, TaskState.Running).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed[1].Id, TaskState.Waiting).ConfigureAwait(false);
    }

    private static async Task EndedIsLost(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        LeaseReport report = await run.RenewAsync(claimed).ConfigureAwait(false);
        Expect.Sequence([ConformanceRun.Key(claimed[0])], report.Lost, "lost claims");
    }

    private static async Task TakenIsLost(ConformanceRun run)
    {
        Claimed mine = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(mine.Id, mine.ClaimToken)).ConfigureAwait(false);
        Expect.Sequence([ConformanceRun.Key(mine)], (await run.RenewAsync(mine).ConfigureAwait(false)).Lost, "lost claims after a release");
        ClaimRequest theirs = new(ClaimantId.New(), ConformanceRun.Lease);
        Expect.Equal(1, (await run.ClaimAsync(run.Container, theirs, 1).ConfigureAwait(false)).Length, "tasks that the other claims");
        Expect.Sequence([ConformanceRun.Key(mine)], (await run.RenewAsync(mine).ConfigureAwait(false)).Lost, "lost claims after another claim");
    }

    private static async Task UnknownIsLost(ConformanceRun run)
    {
        Claimed unknown = await run.AddAndClaimAsync().ConfigureAwait(false) with { Id = TaskId.New() };
        Expect.Sequence([ConformanceRun.Key(unknown)], (await run.RenewAsync(unknown).ConfigureAwait(false)).Lost, "lost claims");
    }

    private static async Task Nothing(ConformanceRun run)
    {
        await run.AddAndClaimAsync().ConfigureAwait(false);
        LeaseReport report = await run.RenewAsync().ConfigureAwait(false);
        Expect.Sequence([], report.Lost, "lost claims");
        Expect.Sequence([], report.StopRequested, "claims to stop");
    }

    private static async Task HoldsUntilRescued(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null)).ConfigureAwait(false);
        Expect.Sequence([], (await run.RenewAsync(claimed[1]).ConfigureAwait(false)).Lost, "lost claims before anybody rescued them");
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued after a late end and a late renewal");
        await run.ExpectStateAsync(claimed[0].Id, TaskState.Succeeded).ConfigureAwait(false);
    }
}
