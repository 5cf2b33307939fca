namespace GeneratedScheduler.Conformance.Cases;

internal static class DisposalCases
{
    public static IEnumerable<CaseDefinition> All =>
    [
        new("disposing twice is harmless", Twice),
        new("disposing while somebody waits for tasks ends the wait", EndsWaits, ContainerTraits.Wakes),
        new("tasks outlive the container object that added them", TasksOutlive, ContainerTraits.Shared),
    ];

    private static async Task Twice(ConformanceRun run)
    {
        await run.AddOneAsync().ConfigureAwait(false);
        await run.Container.DisposeAsync().ConfigureAwait(false);
        await run.Container.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task EndsWaits(ConformanceRun run)
    {
        Task wait = run.Container.WaitForTasksAsync(run.Request(), TimeSpan.FromDays(1), run.Cancellation).AsTask();
        await run.Container.DisposeAsync().ConfigureAwait(false);
        try
        {
            await wait.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            // An end is an end.
        }
    }

    private static async Task TasksOutlive(ConformanceRun run)
    {
        ProbeContainer other = await run.OpenAnotherAsync().ConfigureAwait(false);
        TaskId id = await run.AddOneAsync().ConfigureAwait(false);
        await run.Container.DisposeAsync().ConfigureAwait(false);
        Claimed[] claimed = await run.ClaimAsync(other, run.Request(), 10).ConfigureAwait(false);
        Expect.Sequence([id], claimed.Select(c => c.Id), "tasks claimed through the other container object");
    }
}
