using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>How a reservation is kept, how its holder learns of stops, and what becomes of it when the holder is lost.</summary>
internal static class ReservationLeaseCases
{
    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("a renewal of reservations and claims reports nothing", NothingToReport),
        new("a renewal keeps a reservation beyond its first lease", Renewal, ContainerTraits.Clock),
        new("reservations that are not named are not renewed", OnlyNamed, ContainerTraits.Clock),
        new("the lease goes on when the task begins", LeaseGoesOn, ContainerTraits.Clock),
        new("a renewal reports a reservation that has ended as lost", EndedIsLost),
        new("a reservation whose lease ran out holds until it is rescued", HoldsUntilRescued, ContainerTraits.Clock),
        new("a task whose reservation ran out waits again, without a loss and without an attempt", Expired, ContainerTraits.Clock),
        new("the one who lost a reservation can change nothing", LostCannotMove, ContainerTraits.Clock),
        new("a task whose reservation ran out must begin, until it has begun", MustBegin, ContainerTraits.Clock),
        new("a task that must begin still must after a release", MustBeginStays, ContainerTraits.Clock),
        new("a task that must begin need not after a retry", MustBeginGoes, ContainerTraits.Clock),
        new("a task that ends its process again and again fails once it has begun often enough", Poison, ContainerTraits.Clock),
        new("reservations count in the number of tasks that a rescue looks at", Limit, ContainerTraits.Clock),
        new("a stop of a reserved task is requested, and each renewal tells of it", StopRequested),
        new("a task whose stop was requested follows it, or ends as it would have", StopFollowed),
        new("a reserved task that is given back after a stop was requested is stopped", StopAndGiveBack),
        new("a task whose stop was requested is stopped when its reservation runs out", StopAndExpire, ContainerTraits.Clock),
    }.Select(c => c with { Needs = c.Needs | ContainerTraits.Reserving });

    private static Task<LeaseReport> RenewAsync(ConformanceRun run, params ClaimKey[] held) =>
        run.Container.RenewAsync(new RenewRequest(run.Me, held, ConformanceRun.Lease), run.Cancellation).AsTask();

    private static async Task NothingToReport(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        LeaseReport report = await RenewAsync(run, reserved, ConformanceRun.Key(claimed)).ConfigureAwait(false);
        Expect.Sequence([], report.Lost, "lost");
        Expect.Sequence([], report.StopRequested, "to stop");
    }

    private static async Task Renewal(ConformanceRun run)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        for (int i = 0; i < 5; i++)
        {
            await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
            Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what was rescued while the lease is renewed");
            Expect.Sequence([], (await RenewAsync(run, reserved).ConfigureAwait(false)).Lost, "lost");
        }

        await run.ApplyAsync(Move.Succeed(reserved.Id, reserved.ClaimToken, null)).ConfigureAwait(false);
    }

    private static async Task OnlyNamed(ConformanceRun run)
    {
        ClaimKey named = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimKey forgotten = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        await RenewAsync(run, named).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued");
        Expect.Sequence([forgotten.Id], (await run.ReserveAsync().ConfigureAwait(false)).Select(c => c.Id), "tasks to reserve then");
    }

    private static async Task LeaseGoesOn(ConformanceRun run)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        await run.ApplyAsync(Move.Begin(reserved.Id, reserved.ClaimToken)).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.Lease * 0.7).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued: a begin is no renewal");
        Expect.Equal(1, (await run.GetAsync(reserved.Id).ConfigureAwait(false)).Losses, "losses");
    }

    private static async Task EndedIsLost(ConformanceRun run)
    {
        ClaimKey ended = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimKey givenBack = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(ended.Id, ended.ClaimToken, null)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(givenBack.Id, givenBack.ClaimToken)).ConfigureAwait(false);
        LeaseReport report = await RenewAsync(run, ended, givenBack).ConfigureAwait(false);
        Expect.Set([ended.Id, givenBack.Id], report.Lost.Select(key => key.Id), "lost");
    }

    private static async Task HoldsUntilRescued(ConformanceRun run)
    {
        ClaimKey first = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimKey second = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks reserved before the rescue");
        Expect.Sequence([], (await RenewAsync(run, first).ConfigureAwait(false)).Lost, "lost before the rescue");
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync().ConfigureAwait(false), "what was rescued after one was renewed");
        await run.ApplyAsync(Move.Succeed(first.Id, first.ClaimToken, null)).ConfigureAwait(false);
        await run.RefuseAsync(Move.Succeed(second.Id, second.ClaimToken, null), "after the rescue").ConfigureAwait(false);
    }

    private static async Task Expired(ConformanceRun run)
    {
        ClaimKey reserved = await ReserveAndLoseAsync(run).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(reserved.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal((0, 0), (record.Losses, record.Attempt), "losses and attempts");
        Expect.Equal(null, record.Owner, "owner after the rescue");
        Expect.Equal(null, record.LeaseUntil, "lease after the rescue");
        Expect.Equal(default, await run.RescueAsync().ConfigureAwait(false), "what is rescued the second time");
        Claimed claimed = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal((reserved.Id, 1), (claimed.Id, claimed.Attempt), "the task claimed after the rescue");
    }

    private static async Task LostCannotMove(ConformanceRun run)
    {
        ClaimKey lost = await ReserveAndLoseAsync(run).ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after the rescue").ConfigureAwait(false);
        Claimed next = await run.ReserveOneAsync().ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after a new reservation").ConfigureAwait(false);
        await run.ApplyAsync(Move.Begin(next.Id, next.ClaimToken)).ConfigureAwait(false);
        await ExpectPowerlessAsync(run, lost, "after another one began the task").ConfigureAwait(false);
    }

    private static async Task ExpectPowerlessAsync(ConformanceRun run, ClaimKey lost, string when)
    {
        ProbeRecord before = await run.GetAsync(lost.Id).ConfigureAwait(false);
        foreach (Func<TaskId, long, Move> make in MakeMoves.All.Append(Move.Begin))
        {
            await run.RefuseAsync(make(lost.Id, lost.ClaimToken), when).ConfigureAwait(false);
        }

        Expect.Sequence([lost], (await RenewAsync(run, lost).ConfigureAwait(false)).Lost, $"lost {when}");
        Expect.Equal(before, await run.GetAsync(lost.Id).ConfigureAwait(false), $"the task {when}");
    }

    private static async Task MustBegin(ConformanceRun run)
    {
        await ReserveAndLoseAsync(run).ConfigureAwait(false);
        Claimed marked = await run.ReserveOneAsync().ConfigureAwait(false);
        Expect.Equal((true, 0), (marked.MustBegin, marked.Attempt), "whether it must begin, and attempts so far");
        await run.ApplyAsync(Move.Begin(marked.Id, marked.ClaimToken)).ConfigureAwait(false);
        await ExpireAndRescueAsync(run).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(marked.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(1, record.Losses, "losses after the task had begun");
        Expect.Equal(false, (await run.ReserveOneAsync().ConfigureAwait(false)).MustBegin, "whether it must begin after it had begun");
    }

    private static async Task MustBeginStays(ConformanceRun run)
    {
        await ReserveAndLoseAsync(run).ConfigureAwait(false);
        Claimed marked = await run.ReserveOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(marked.Id, marked.ClaimToken)).ConfigureAwait(false);
        Expect.Equal(true, (await run.ReserveOneAsync().ConfigureAwait(false)).MustBegin, "whether it must begin after a release");
    }

    private static async Task MustBeginGoes(ConformanceRun run)
    {
        await ReserveAndLoseAsync(run).ConfigureAwait(false);
        Claimed marked = await run.ReserveOneAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(marked.Id, marked.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Claimed next = await run.ReserveOneAsync().ConfigureAwait(false);
        Expect.Equal((false, 1), (next.MustBegin, next.Attempt), "whether it must begin, and attempts so far");
    }

    private static async Task Poison(ConformanceRun run)
    {
        ClaimKey reserved = await ReserveAndLoseAsync(run, maxLosses: 1).ConfigureAwait(false);
        for (int loss = 1; loss <= 2; loss++)
        {
            Claimed again = await run.ReserveOneAsync().ConfigureAwait(false);
            await run.ApplyAsync(Move.Begin(again.Id, again.ClaimToken)).ConfigureAwait(false);
            await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
            Expect.Equal(
                new RescueReport(loss == 1 ? 1 : 0, loss == 2 ? 1 : 0, 0), await run.RescueAsync(maxLosses: 1).ConfigureAwait(false), $"what was rescued at loss {loss}");
        }

        ProbeRecord record = await run.ExpectStateAsync(reserved.Id, TaskState.Failed).ConfigureAwait(false);
        Expect.Equal(TaskFailureReason.Lost, record.Failure?.Reason, "reason of the failure");
    }

    private static async Task Limit(ConformanceRun run)
    {
        await run.AddManyAsync(10).ConfigureAwait(false);
        await run.ReserveAsync(6).ConfigureAwait(false);
        await run.ClaimAsync().ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        await run.RescueInPartsAsync(10).ConfigureAwait(false);
        Expect.Equal(10, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks to reserve after the rescue");
    }

    private static async Task StopRequested(ConformanceRun run)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        for (int i = 0; i < 2; i++)
        {
            await run.ExecuteAsync(TaskCommand.Stop, reserved.Id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
            LeaseReport report = await RenewAsync(run, reserved).ConfigureAwait(false);
            Expect.Sequence([reserved], report.StopRequested, "to stop");
            Expect.Sequence([], report.Lost, "lost");
        }

        await run.ExpectNothingToClaimAsync("while the one who reserved the task is asked to stop it").ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(reserved.Id, reserved.ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(reserved.Id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task StopFollowed(ConformanceRun run)
    {
        ClaimKey begun = await run.AddOneReservedAsync().ConfigureAwait(false);
        ClaimKey done = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, begun.Id).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, done.Id).ConfigureAwait(false);
        await run.ApplyAsync(Move.Begin(begun.Id, begun.ClaimToken)).ConfigureAwait(false);
        Expect.Sequence([begun], (await RenewAsync(run, begun).ConfigureAwait(false)).StopRequested, "to stop after the task has begun");
        await run.ApplyAsync(Move.Stop(begun.Id, begun.ClaimToken)).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(done.Id, done.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        Expect.Equal(new TaskCounts { Stopped = 1, Succeeded = 1 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task StopAndGiveBack(ConformanceRun run)
    {
        foreach (Func<TaskId, long, Move> make in new[]
        {
            Move.Release,
            (id, token) => Move.Defer(id, token, TimeSpan.Zero),
            (id, token) => Move.Retry(id, token, ConformanceRun.Oops, TimeSpan.Zero),
        })
        {
            ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
            await run.ExecuteAsync(TaskCommand.Stop, reserved.Id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
            await run.ApplyAsync(make(reserved.Id, reserved.ClaimToken)).ConfigureAwait(false);
            await run.ExpectStateAsync(reserved.Id, TaskState.Stopped).ConfigureAwait(false);
        }

        Expect.Equal(0, (await run.ReserveAsync().ConfigureAwait(false)).Length, "tasks to reserve after the stops");
    }

    private static async Task StopAndExpire(ConformanceRun run)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, reserved.Id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(0, 0, 1), await run.RescueAsync().ConfigureAwait(false), "what was rescued");
        await run.ExpectStateAsync(reserved.Id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task<ClaimKey> ReserveAndLoseAsync(ConformanceRun run, int maxLosses = 10)
    {
        ClaimKey reserved = await run.AddOneReservedAsync().ConfigureAwait(false);
        await ExpireAndRescueAsync(run, maxLosses).ConfigureAwait(false);
        return reserved;
    }

    private static async Task ExpireAndRescueAsync(ConformanceRun run, int maxLosses = 10)
    {
        await run.AdvanceAsync(ConformanceRun.AfterLease).ConfigureAwait(false);
        Expect.Equal(new RescueReport(1, 0, 0), await run.RescueAsync(maxLosses: maxLosses).ConfigureAwait(false), "what was rescued");
    }
}
