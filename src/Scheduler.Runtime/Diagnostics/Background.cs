using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Diagnostics;

/// <summary>Starts work that nobody waits for. The only way in which that is done, so that no exception of it is lost or reaches the process.</summary>
internal sealed class Background(ILogger logger, string taskName)
{
    /// <summary>Lets work go on that was begun; logs what it throws.</summary>
    public void Forget(Task work, string activity)
    {
        if (!work.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(work, activity);
        }
    }

    /// <summary>Lets work go on that was begun; logs what it throws.</summary>
    public void Forget(ValueTask work, string activity)
    {
        if (!work.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(work.AsTask(), activity);
        }
    }

    /// <summary>Begins work on the thread pool, without what flows with the caller: the work outlives the call, and serves others too.</summary>
    /// <returns>The work; it never fails.</returns>
    public Task Start(Func<Task> work, string activity)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Run();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Run();
        }

        Task Run() => Task.Run(() => ObserveAsync(work(), activity), CancellationToken.None);
    }

    /// <summary>
    /// Cancels a token that code of the user's was given, on the thread pool: what is registered there may block or throw. Also for timeouts:
    /// the timer of a token would let an exception of such a callback end the process.
    /// </summary>
    public async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.BackgroundWorkFailed(exception, taskName, "a callback on a cancellation token");
        }
    }

    private async Task ObserveAsync(Task work, string activity)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.BackgroundWorkFailed(exception, taskName, activity);
        }
    }
}
