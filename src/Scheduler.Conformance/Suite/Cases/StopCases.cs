using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

internal static class StopCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("a waiting task is stopped at once and never claimed", Waiting),
        new("a running task is asked to stop, and each renewal tells it", Running),
        new("an exporting task is asked to stop", Exporting),
        new("stopping twice is harmless", Twice),
        new("a success that comes before the stop is followed wins", SuccessWins),
        new("a failure that comes before the stop is followed wins", FailureWins),
        new("a retry of a task that is to stop stops it", c => GivenBack(c, x => Move.Retry(x.Id, x.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero))),
        new("a deferral of a task that is to stop stops it", c => GivenBack(c, x => Move.Defer(x.Id, x.ClaimToken, TimeSpan.Zero))),
        new("a release of a task that is to stop stops it", c => GivenBack(c, x => Move.Release(x.Id, x.ClaimToken))),
        new("a release with a handle hands the request on", ReleaseWithHandle),
        new("a retry with a handle stops a task that is to stop", RetryWithHandle),
        new("a waiting task with a handle is claimed once more to stop its work", WaitingWithHandle),
        new("a request to stop is forgotten with a restart", ForgottenByRestart),
    ];

    private static async Task Waiting(ConformanceRun run)
    {
        TaskId id = await run.AddOneAsync().ConfigureAwait(false);
        TaskId delayed = await run.AddOneAsync(new EnqueueOptions { Delay = TimeSpan.FromHours(1) }).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id, CommandOutcome.Done, TaskState.Stopped).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, delayed, CommandOutcome.Done, TaskState.Stopped).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(id, TaskState.Stopped).ConfigureAwait(false);
        Expect.True(record.FinishedAt is not null, "the stopped task has an end");
        await run.ExpectNothingToClaimAsync("after the stop").ConfigureAwait(false);
    }

    private static async Task Running(ConformanceRun run)
    {
        await run.AddManyAsync(2).ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed[1].Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed[1].Id, TaskState.Running).ConfigureAwait(false);
        Expect.Equal(true, record.StopRequested, "stop requested");

        // Twice, because the answer to the first renewal may have been lost.
        for (int renewal = 1; renewal <= 2; renewal++)
        {
            LeaseReport report = await run.RenewAsync(claimed).ConfigureAwait(false);
            Expect.Sequence([ConformanceRun.Key(claimed[1])], report.StopRequested, $"claims to stop at renewal {renewal}");
            Expect.Sequence([], report.Lost, "lost claims");
        }

        await run.ApplyAsync(Move.Stop(claimed[1].Id, claimed[1].ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed[1].Id, TaskState.Stopped).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed[0].Id, TaskState.Running).ConfigureAwait(false);
    }

    private static async Task Exporting(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Export(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id, CommandOutcome.Requested, TaskState.Exporting).ConfigureAwait(false);
        LeaseReport report = await run.RenewAsync(claimed).ConfigureAwait(false);
        Expect.Sequence([ConformanceRun.Key(claimed)], report.StopRequested, "claims to stop");
        await run.ApplyAsync(Move.Stop(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task Twice(ConformanceRun run)
    {
        TaskId waiting = await run.AddOneAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, waiting, CommandOutcome.Done, TaskState.Stopped).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, waiting, CommandOutcome.Refused, TaskState.Stopped).ConfigureAwait(false);

        Claimed running = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, running.Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, running.Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(running.Id, running.ClaimToken)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, running.Id, CommandOutcome.Refused, TaskState.Stopped).ConfigureAwait(false);
        Expect.Equal(new TaskCounts { Stopped = 2 }, await run.CountAsync().ConfigureAwait(false), "counts");
    }

    private static async Task SuccessWins(ConformanceRun run)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, new ProbeResult(1))).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Succeeded).ConfigureAwait(false);
        Expect.Equal(new ProbeResult(1), record.Result, "result");
    }

    private static async Task FailureWins(ConformanceRun run)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(Move.Fail(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Failed).ConfigureAwait(false);
    }

    private static async Task GivenBack(ConformanceRun run, Func<Claimed, Move> make)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(make(claimed)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
        Expect.Equal(null, record.Owner, "owner after the end");
        await run.ExpectNothingToClaimAsync("after a stop was requested").ConfigureAwait(false);
    }

    private static async Task ReleaseWithHandle(ConformanceRun run)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run, "box").ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        ProbeRecord record = await run.ExpectStateAsync(claimed.Id, TaskState.Waiting).ConfigureAwait(false);
        Expect.Equal(true, record.StopRequested, "stop requested");
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(true, next.StopRequested, "stop requested, as told to the next owner");
        Expect.Equal("box", next.Handle?.Value, "handle of the work to stop");
        await run.ApplyAsync(Move.Stop(next.Id, next.ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task RetryWithHandle(ConformanceRun run)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run, "box").ConfigureAwait(false);
        await run.ApplyAsync(Move.Retry(claimed.Id, claimed.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        await run.ExpectStateAsync(claimed.Id, TaskState.Stopped).ConfigureAwait(false);
        await run.ExpectNothingToClaimAsync("after a stop was requested").ConfigureAwait(false);
    }

    private static async Task WaitingWithHandle(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        (TaskId id, long token) = (claimed.Id, claimed.ClaimToken);
        await run.ApplyAsync(Move.Report(id, token, null, new TaskRunHandle("box", token))).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(id, token)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Stop, id, CommandOutcome.Requested, TaskState.Waiting).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(true, next.StopRequested, "stop requested, as told to the next owner");
        await run.ApplyAsync(Move.Stop(next.Id, next.ClaimToken)).ConfigureAwait(false);
        await run.ExpectStateAsync(id, TaskState.Stopped).ConfigureAwait(false);
    }

    private static async Task ForgottenByRestart(ConformanceRun run)
    {
        Claimed claimed = await ClaimAndRequestStopAsync(run).ConfigureAwait(false);
        await run.ApplyAsync(Move.Stop(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        await run.ExecuteAsync(TaskCommand.Restart, claimed.Id, CommandOutcome.Done, TaskState.Waiting).ConfigureAwait(false);
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(false, next.StopRequested, "stop requested after the restart");
        Expect.Sequence([], (await run.RenewAsync(next).ConfigureAwait(false)).StopRequested, "claims to stop after the restart");
    }

    private static async Task<Claimed> ClaimAndRequestStopAsync(ConformanceRun run, string? handle = null)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        if (handle is not null)
        {
            await run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, null, new TaskRunHandle(handle, claimed.ClaimToken)))
                .ConfigureAwait(false);
        }

        await run.ExecuteAsync(TaskCommand.Stop, claimed.Id, CommandOutcome.Requested, TaskState.Running).ConfigureAwait(false);
        return claimed;
    }
}
