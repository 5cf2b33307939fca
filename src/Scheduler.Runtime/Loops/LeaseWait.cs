namespace GeneratedScheduler.Loops;

/// <summary>Waits for answers without a thread of the pool: the thread that waits keeps the time itself.</summary>
/// <param name="time">The scheduler's clock.</param>
/// <param name="timeout">How long to wait for an answer; the next call must be made while the lease still holds.</param>
/// <param name="stopping">Gives up waiting.</param>
internal sealed class LeaseWait(TimeProvider time, TimeSpan timeout, CancellationToken stopping)
{
    public CancellationToken Stopping => stopping;

    /// <summary>Waits for the answer of a call. A store that answers on the thread that calls has answered already.</summary>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="OperationCanceledException">The scheduler stops.</exception>
    public void For(ValueTask call)
    {
        if (call.IsCompleted)
        {
            call.GetAwaiter().GetResult();
            return;
        }

        Task task = call.AsTask();
        if (Until(task, timeout))
        {
            task.GetAwaiter().GetResult();
            return;
        }

        // The answer is not waited for any more; an exception in it is observed, so that it is not reported as unobserved.
        task.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        stopping.ThrowIfCancellationRequested();
        throw new TimeoutException($"The store did not answer within {timeout}.");
    }

    /// <summary>Waits until a task has ended, successfully or not, but not longer than that.</summary>
    public bool Until(Task task, TimeSpan atMost)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        // A timer's callback needs a thread of the pool, so with the system's clock the wait itself keeps the time.
        bool isSystemTime = ReferenceEquals(time, TimeProvider.System);
        using ManualResetEvent isOver = new(initialState: false);
        using ITimer? timer = isSystemTime ? null : time.CreateTimer(static over => TrySet((EventWaitHandle)over!), isOver, atMost, Timeout.InfiniteTimeSpan);
        WaitHandle[] events = [((IAsyncResult)task).AsyncWaitHandle, stopping.WaitHandle, isOver];
        return WaitHandle.WaitAny(events, isSystemTime ? atMost : Timeout.InfiniteTimeSpan) == 0;
    }

    // A callback may come while the wait has just ended, and its thread is not ours to throw on.
    private static void TrySet(EventWaitHandle over)
    {
        try
        {
            over.Set();
        }
        catch (ObjectDisposedException)
        {
            // The wait is over.
        }
    }
}
