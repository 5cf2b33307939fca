namespace GeneratedScheduler.Scheduling;

/// <summary>Waits for something asynchronous where only a synchronous call is possible.</summary>
internal static class BlockingDispose
{
    /// <summary>Runs the work without the caller's synchronization context and waits for it, but not longer than the timeout. What it throws, the caller gets.</summary>
    public static void Wait(Func<Task> work, TimeSpan timeout)
    {
        // On the thread pool: code of users on the way may want to come back to a context whose only thread waits here.
        Task running = Task.Run(work);
        if (Task.WaitAny([running], timeout) == 0)
        {
            running.GetAwaiter().GetResult();
        }
    }
}
