using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runs;

namespace GeneratedScheduler.Loops;

/// <summary>Consumes the status changes that an actuator pushes.</summary>
internal sealed class CallbackLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    CallbackRouter<TTask, TResult> router)
    : BackgroundLoop(parts.ForLoop("reading callbacks"), parts.Background, parts.Time)
{
    private static readonly TimeSpan PauseBeforeReadingAgain = TimeSpan.FromMilliseconds(100);

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        await foreach (TaskCallback callback in parts.Actuator.ReadCallbacksAsync(stopping).WithCancellation(stopping).ConfigureAwait(false))
        {
            ReportSuccess();
            if (!router.TryHandle(callback))
            {
                parts.Background.Forget(router.RouteAsync(callback), "relaying a callback");
            }
        }

        // The source ended although nobody asked it to.
        await Task.Delay(PauseBeforeReadingAgain, parts.Time, stopping).ConfigureAwait(false);
    }
}
