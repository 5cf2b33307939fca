namespace GeneratedScheduler.Scheduling;

/// <summary>Waits while a scheduler is closed. By the scheduler's clock, but not longer than the same time by the system's: a fake clock may stand still.</summary>
internal static class ShutdownWait
{
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task WaitAsync(Task task, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken = default)
    {
        Task byClock = task.WaitAsync(timeout, time, cancellationToken);
        return ReferenceEquals(time, TimeProvider.System) ? byClock : byClock.WaitAsync(timeout, TimeProvider.System, cancellationToken);
    }
}
