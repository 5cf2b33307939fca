namespace GeneratedScheduler.Conformance.Cases;

/// <summary>Runs things at the same time.</summary>
internal static class Parallels
{
    /// <summary>Starts all workers at one instant, as far as that goes, and waits for all of them, or for the first that fails: the others may wait for it.</summary>
    public static async Task RunAsync(int workers, Func<int, Task> work)
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] running = [.. Enumerable.Range(0, workers).Select(index => Task.Run(async () =>
        {
            await go.Task.ConfigureAwait(false);
            await work(index).ConfigureAwait(false);
        }))];
        go.SetResult();
        await foreach (Task ended in Task.WhenEach(running).ConfigureAwait(false))
        {
            await ended.ConfigureAwait(false);
        }
    }
}
