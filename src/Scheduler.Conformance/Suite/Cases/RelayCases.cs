using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance.Cases;

/// <summary>A callback that reaches another process is kept for the scheduler that follows the run.</summary>
internal static class RelayCases
{
    private const string End = """{"café":"broken"}""";

    public static IEnumerable<CaseDefinition> All => new CaseDefinition[]
    {
        new("an end is reported to the holder of the claim, with each renewal", Told),
        new("work that was handed on is known by the token of its start", HandedOn),
        new("progress is stored and not told", ProgressStored),
        new("a callback of another attempt is not accepted", OtherAttempt),
        new("a callback of a task that has ended, or is not there, is not accepted", Ended),
    };

    private static async Task Told(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        Claimed other = await run.AddAndClaimAsync().ConfigureAwait(false);
        Expect.Equal(0, (await RenewAsync(run, claimed, other).ConfigureAwait(false)).Callbacks.Count, "callbacks before one was relayed");
        RelayedCallback callback = Of(claimed);
        Expect.True(await RelayAsync(run, callback).ConfigureAwait(false), "a callback of the present run is accepted");
        for (int i = 0; i < 2; i++)
        {
            LeaseReport report = await RenewAsync(run, claimed, other).ConfigureAwait(false);
            Expect.Equal((0, 0, 1), (report.Lost.Count, report.StopRequested.Count, report.Callbacks.Count), "lost, to stop, and called back");
            Expect.Equal(End, report.Callbacks[0], "the callback that was relayed");
        }

        await run.ExpectStateAsync(claimed.Id, TaskState.Running).ConfigureAwait(false);
    }

    private static async Task HandedOn(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Report(claimed.Id, claimed.ClaimToken, null, new TaskRunHandle("box", claimed.ClaimToken))).ConfigureAwait(false);
        await run.ApplyAsync(Move.Release(claimed.Id, claimed.ClaimToken)).ConfigureAwait(false);
        RelayedCallback callback = Of(claimed);
        Expect.True(await RelayAsync(run, callback).ConfigureAwait(false), "a callback while nobody follows the work is accepted");
        Claimed next = await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.Equal(End, (await RenewAsync(run, next).ConfigureAwait(false)).Callbacks.Single(), "the callback that was relayed");
        Expect.True(!await RelayAsync(run, callback with { StartToken = next.ClaimToken }).ConfigureAwait(false), "the token of the present claim is not that of the start");
    }

    private static async Task ProgressStored(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        TaskProgress progress = new(0.5, "half");
        Expect.True(
            await RelayAsync(run, Of(claimed) with { End = null, Progress = progress }).ConfigureAwait(false), "progress is accepted");
        Expect.Equal(progress, (await run.GetAsync(claimed.Id).ConfigureAwait(false)).Progress, "progress");
        Expect.Equal(0, (await RenewAsync(run, claimed).ConfigureAwait(false)).Callbacks.Count, "callbacks after progress");
    }

    private static async Task OtherAttempt(ConformanceRun run)
    {
        Claimed first = await run.AddAndClaimAsync().ConfigureAwait(false);
        RelayedCallback callback = Of(first);
        Expect.True(await RelayAsync(run, callback).ConfigureAwait(false), "a callback of the present run is accepted");
        await run.ApplyAsync(Move.Retry(first.Id, first.ClaimToken, ConformanceRun.Oops, TimeSpan.Zero)).ConfigureAwait(false);
        Expect.True(!await RelayAsync(run, callback).ConfigureAwait(false), "a callback of an attempt that has failed is not accepted");
        await run.ClaimOneAsync().ConfigureAwait(false);
        Expect.True(!await RelayAsync(run, callback).ConfigureAwait(false), "a callback of the attempt before is not accepted");
    }

    private static async Task Ended(ConformanceRun run)
    {
        Claimed claimed = await run.AddAndClaimAsync().ConfigureAwait(false);
        await run.ApplyAsync(Move.Succeed(claimed.Id, claimed.ClaimToken, null)).ConfigureAwait(false);
        Expect.True(!await RelayAsync(run, Of(claimed)).ConfigureAwait(false), "a callback after the end is not accepted");
        Expect.True(!await RelayAsync(run, Of(claimed) with { Id = TaskId.New() }).ConfigureAwait(false), "a callback of an unknown task is not accepted");
    }

    private static RelayedCallback Of(Claimed claimed) => new(claimed.Id, claimed.ClaimToken, progress: null, End);

    private static async Task<bool> RelayAsync(ConformanceRun run, RelayedCallback callback)
    {
        RelayedCallback[] callbacks = [callback];
        bool[] accepted = new bool[1];
        await run.Container.RelayAsync(callbacks, accepted, run.Cancellation).ConfigureAwait(false);
        return accepted[0];
    }

    private static Task<LeaseReport> RenewAsync(ConformanceRun run, params Claimed[] held) =>
        run.Container.RenewAsync(
            new RenewRequest(run.Me, held.Select(claimed => new ClaimKey(claimed.Id, claimed.ClaimToken)).ToArray(), ConformanceRun.Lease), run.Cancellation).AsTask();
}
