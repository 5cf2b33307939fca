using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Routes callbacks to the scheduler that follows the run: this one, or another one by way of the container.</summary>
internal sealed class CallbackRouter<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ContainerStart<TTask, TResult> containerStart,
    RunTable<TTask, TResult> runs,
    RunFollower<TTask, TResult> follower)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Applies a callback, if the run is followed here.</summary>
    public bool TryHandle(in TaskCallback callback)
    {
        if (runs.Find(callback.Id) is not { } run || run.StartToken != callback.ClaimToken)
        {
            return false;
        }

        // Not awaited: fetching the output of one run may take long, and the next callback waits behind this one.
        parts.Background.Forget(follower.HandleAsync(run, callback.Status), "handling a callback");
        return true;
    }

    /// <summary>Applies what the container has kept for this scheduler.</summary>
    public void HandleRelayed(IReadOnlyList<string> callbacks)
    {
        foreach (string relayed in callbacks)
        {
            try
            {
                TryHandle(CallbackText.Read(relayed));
            }
            catch (FormatException exception)
            {
                // Of another version perhaps. A scheduler that polls learns of the end in any case.
                parts.Logger.BackgroundWorkFailed(exception, parts.Name, "reading a callback");
            }
        }
    }

    /// <summary>Applies a callback, or hands it to the container.</summary>
    /// <returns>Whether there is such a run.</returns>
    public async ValueTask<bool> RouteAsync(TaskCallback callback, CancellationToken cancellationToken)
    {
        if (TryHandle(callback))
        {
            return true;
        }

        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        bool isEnd = callback.Status.State is not (TaskRunState.Running or TaskRunState.Unknown);
        RelayedCallback[] callbacks =
        [
            new RelayedCallback(callback.Id, callback.ClaimToken, callback.Status.Progress, isEnd ? CallbackText.Write(callback) : null),
        ];
        bool[] accepted = new bool[1];
        await parts.Container.RelayAsync(callbacks, accepted, cancellationToken).ConfigureAwait(false);
        if (!accepted[0])
        {
            parts.Logger.CallbackIgnored(parts.Name, callback.Id, callback.ClaimToken);
        }

        return accepted[0];
    }

    /// <summary>The same for a callback that comes only once: while the container fails it is tried again, for as long as a lease holds.</summary>
    public async Task RouteAsync(TaskCallback callback)
    {
        long began = parts.Time.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < parts.MaxBackoff ? pause * 2 : parts.MaxBackoff)
        {
            try
            {
                await RouteAsync(callback, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (parts.Time.GetElapsedTime(began) < parts.Options.LeaseDuration)
            {
                await Task.Delay(pause, parts.Time).ConfigureAwait(false);
            }
        }
    }
}
