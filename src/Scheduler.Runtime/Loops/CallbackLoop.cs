using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler.Loops;

/// <summary>Consumes the changes that an actuator tells of by itself.</summary>
internal sealed class CallbackLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    RunFollower<TTask, TResult> follower)
    : BackgroundLoop(parts.ForLoop("reading callbacks"), parts.Background, parts.Time)
{
    private static readonly TimeSpan PauseBeforeReadingAgain = TimeSpan.FromMilliseconds(100);

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        await foreach (TaskCallback callback in parts.Actuator.ReadCallbacksAsync(stopping).WithCancellation(stopping).ConfigureAwait(false))
        {
            ReportSuccess();
            if (runs.Find(callback.Id) is { } run && run.StartToken == callback.ClaimToken)
            {
                // Not awaited: fetching the output of one run may take long, and the next callback waits behind this one.
                parts.Background.Forget(follower.HandleAsync(run, callback.Status), "handling a callback");
            }
            else
            {
                parts.Logger.CallbackIgnored(parts.Name, callback.Id, callback.ClaimToken);
            }
        }

        // The source ended although nobody asked it to.
        await Task.Delay(PauseBeforeReadingAgain, parts.Time, stopping).ConfigureAwait(false);
    }
}
