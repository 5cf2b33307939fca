using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class RescueCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("a task whose lease holds is left alone, however long it runs", Unexpired),
        new("a task whose lease ran out waits again, due at once", Expired),
        new("a rescued attempt does not count", AttemptGivenBack),
        new("the scheduler that lost the task can change nothing", LostCannotMove),
        new("an exporting task is rescued, too", Exporting),
        new("only as many tasks as asked for are looked at", Limit),
        new("a task that was lost too often fails", TooOften),
        new("the handle is kept if the actuator can reattach", HandleKept),
        new("work that is handed on is as old as its handle, whatever name it gets", WorkAges),
        new("work that is begun again under its name is young", WorkBegunAgain),
        new("work of a failed attempt is not handed on", FailedWorkForgotten),
        new("the handle is forgotten if the actuator cannot reattach", HandleForgotten),
        new("a task whose stop was requested is stopped", StopRequested),
        new("a task whose stop was requested is claimed once more to stop its work", StopRequestedWithHandle),
        new("waiting, unstarted and finished tasks are left alone", OthersLeftAlone),
    }.Select(c => c with { Needs = ContainerTraits.Clock });

    private static async Task Unexpired(ConformanceRun run)
    {
        ClaimRequest longLease = new(run.Me, TimeSpan.FromHours(10));
        TaskId id = await run.AddOneAsync().ConfigureAwait(false);
        await run.ClaimAsync(run.Container, longLease, 1).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromHours(9)).ConfigureAwait(false);
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued while the lease holds");
        await run.ExpectStateAsync(id, TaskState.Running).ConfigureAwait(false);
    }

    private static async Task Expired(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued");
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(null, record.Owner, "owner while waiting");
        Expect.Equal(null, record.LeaseUntil, "lease while waiting");
        Expect.Equal(1, record.Losses, "losses");
        Expect.Equal(claimed.Id, (await run.ClaimOneAsync().ConfigureAwait(false)).Id, "the task claimed after the rescue");
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued after the new claim");
    }

    private static async Task AttemptGivenBack(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Expect.Equal(2, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after the retry");
        await ExpireAndRescueAsync(run).ConfigureAwait(false);
        Expect.Equal(1, (await run.GetAsync(claimed.Id).ConfigureAwait(false)).Attempt, "attempts begun and not given back");
        Expect.Equal(2, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after the rescue");
    }

    private static async Task LostCannotMove(ConformanceRun run)
    {
        Claimed lost = await run.AddAndClaimAsync().ConfigureAwait(false);
        await ExpireAndRescueAsync(run).ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after the rescue").ConfigureAwait(false);
        Claimed mine = await run.ClaimOneAsync().ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after the rescue and a new claim").ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(mine.Id, mine.ClaimToken, new ProbeResult(2))).ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after another scheduler finished the task").ConfigureAwait(false);
        Expect.Equal(new ProbeResult(2), (await run.GetAsync(mine.Id).ConfigureAwait(false)).Result, "result");
    }

    private static async Task ExpectPowerlessAsync(ConformanceRun run, Claimed lost, string when)
    {
        ProbeRecord before = await run.GetAsync(lost.Id).ConfigureAwait(false);
        foreach (Func<TaskId, long, Move> make in MakeMoves.All)
        {
            await run.RefuseAsync(make(lost.Id, lost.ClaimToken), when).ConfigureAwait(false);
        }

        Expect.Sequence([ConformanceRun.Key(lost)], (await run.RenewAsync(lost).ConfigureAwait(false)).Lost, $"lost claims {when}");
        Expect.Equal(before, await run.GetAsync(lost.Id).ConfigureAwait(false), $"the task {when}");
    }

    private static async Task Exporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await ExpireAndRescueAsync(run).ConfigureAwait(false);
        Expect.Equal(1, (await run.ClaimOneAsync().ConfigureAwait(false)).Attempt, "attempt after the rescue");
    }

    private static async Task Limit(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        await run.ClaimAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        await run.RescueInPartsAsync(10, async rescued =>
            Expect.Equal((long)rescued, (await run.CountAsync().ConfigureAwait(false)).Waiting, "waiting tasks")).ConfigureAwait(false);
    }

    private static async Task TooOften(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        for (int loss = 1; loss <= 2; loss++)
        {
            await ExpireAndRescueAsync(run, maxLosses: 2).ConfigureAwait(false);
            Expect.Equal(loss, (await run.GetAsync(claimed.Id).ConfigureAwait(false)).Losses, "losses");
            await run.ClaimOneAsync().ConfigureAwait(false);
        }

        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        RescueReport report = await run.RescueAsync(maxLosses: 2).ConfigureAwait(false);
        Expect.Equal(new RescueReport(0, 1, 0), report, "what was rescued at the third loss of two allowed");
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Failed).ConfigureAwait(false);
        Expect.Equal(TaskFailureReason.Lost, record.Failure?.Reason, "reason of the failure");
        Expect.True(record.FinishedAt is not null, "the failed task has an end");
        await run.ExpectNothingToClaimAsync("after the task was lost too often").ConfigureAwait(false);
    }

    private static async Task HandleKept(ConformanceRun run)
    {
        Claimed claimed = await StartElsewhereAsync(run).ConfigureAwait(false);
        await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(new TaskRunHandle("box", claimed.ClaimToken), next.Handle, "handle to reattach to");
        Expect.Equal(1, next.Attempt, "attempt that goes on");
    }

    private static async Task WorkAges(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        Expect.Equal(TimeSpan.Zero, claimed.WorkAge, "age of work that has not begun");
        await run.AdvanceAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(false);
        await ReportAsync(run, claimed, "planned").ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await ReportAsync(run, claimed, "box").ConfigureAwait(false);
        DateTimeOffset? began = (await run.GetAsync(claimed.Id).ConfigureAwait(false)).StartedAt;
        for (int owner = 1; owner <= 2; owner++)
        {
            await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
            Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
            ExpectAge(next, TimeSpan.FromSeconds(5) + ConformanceRun.AfterLease * owner);
            Expect.Equal(began, (await run.GetAsync(claimed.Id).ConfigureAwait(false)).StartedAt, "start of the work after a claim");
        }
    }

    private static async Task WorkBegunAgain(ConformanceRun run)
    {
        Claimed claimed = await StartElsewhereAsync(run).ConfigureAwait(false);
        await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Report(next.Id, next.ClaimToken, null, new TaskRunHandle("box", claimed.ClaimToken))).ConfigureAwait(false);
        await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
        ExpectAge(await run.ClaimOneAsync().ConfigureAwait(false), ConformanceRun.AfterLease);
    }

    private static async Task FailedWorkForgotten(ConformanceRun run)
    {
        Claimed failed = await StartElsewhereAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(failed.Id, failed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        await run.ClaimOneAsync().ConfigureAwait(false);
        await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal((null, 2, TimeSpan.Zero), (next.Handle, next.Attempt, next.WorkAge), "handle, attempt and age of the work after a failed attempt");
    }

    private static void ExpectAge(Claimed claimed, TimeSpan age) =>
        Expect.True(claimed.WorkAge >= age && claimed.WorkAge < age + TimeSpan.FromSeconds(4), $"work that began {age} ago is not {claimed.WorkAge} old");

    private static Task ReportAsync(ConformanceRun run, Claimed claimed, string handle) =>
        run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, null, new TaskRunHandle(handle, claimed.ClaimToken)));

    private static async Task HandleForgotten(ConformanceRun run)
    {
        Claimed claimed = await StartElsewhereAsync(run).ConfigureAwait(false);
        await ExpireAndRescueAsync(run).ConfigureAwait(false);
        Expect.Equal(null, (await run.GetAsync(claimed.Id).ConfigureAwait(false)).Handle, "handle while waiting");
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(null, next.Handle, "handle of the next claim");
        Expect.Equal(1, next.Attempt, "attempt");
    }

    private static async Task StopRequested(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(0, 0, 1), await run.RescueAsync().ConfigureAwait(false), "what was rescued");
        await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("after the stop").ConfigureAwait(false);
    }

    private static async Task StopRequestedWithHandle(ConformanceRun run)
    {
        Claimed claimed = await StartElsewhereAsync(run).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        await ExpireAndRescueAsync(run, canReattach: true).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(true, next.StopRequested, "stop requested");
        Expect.Equal("box", next.Handle?.Value, "handle of the work to stop");
        await run.ApplyAsync(Move.Stop(next.Id, next.ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task OthersLeftAlone(ConformanceRun run)
    {
        Claimed done = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(done.Id, done.ClaimToken, null)).ConfigureAwait(false);
        await run.AddOneAsync().ConfigureAwait(false);
        await run.AddOneAsync(start: false).ConfigureAwait(false);
        await run.AdvanceAsync(TimeSpan.FromDays(1)).ConfigureAwait(false);
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued");
        Expect.Equal(
            new TaskCounts { Unstarted = 1, Waiting = 1, Succeeded = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task<Claimed> StartElsewhereAsync(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await ReportAsync(run, claimed, "box").ConfigureAwait(false);
        return claimed;
    }

    private static async Task ExpireAndRescueAsync(ConformanceRun run, bool canReattach = false, int maxLosses = 10)
    {
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        RescueReport report = await run.RescueAsync(canReattach, maxLosses).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), report, "what was rescued");
    }
}
