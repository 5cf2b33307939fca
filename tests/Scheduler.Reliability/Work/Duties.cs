using System.Globalization;
using GeneratedScheduler.Reliability.Faults;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability.Work;

/// <summary>The kind of task that all processes of the harness share.</summary>
internal static class Duties
{
    /// <summary>The attempt at which a flaky task succeeds.</summary>
    public const int FlakySucceeds = 3;

    /// <summary>Whatever a run writes carries the token of its claim, so that the audit can tell whether it still had the right to write.</summary>
    public static string Mark(long claimToken) => string.Create(CultureInfo.InvariantCulture, $"token={claimToken}");

    [ScheduledTask("reliability.work", Backoff = Backoff.Fixed, RetryDelay = "00:00:00.050")]
    [TaskTable("work")]
    public static async Task<long> WorkAsync(
        long number, WorkKind kind, int milliseconds, TaskContext context, [Injected] WorkerSelf self, CancellationToken cancellationToken)
    {
        self.Log.Started(number, context.ClaimToken);
        int steps = kind == WorkKind.Long ? 4 : 1;
        for (int step = 1; step <= steps; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds((double)milliseconds / steps), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            if (kind == WorkKind.Long)
            {
                context.ReportProgress((double)step / steps, Mark(context.ClaimToken));
            }
        }

        await FinishAsync(kind, context, self, cancellationToken).ConfigureAwait(false);
        self.Log.Ended(number, context.ClaimToken);
        return context.ClaimToken;
    }

    private static async Task FinishAsync(WorkKind kind, TaskContext context, WorkerSelf self, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case WorkKind.Flaky when context.Attempt < FlakySucceeds:
            case WorkKind.Doomed:
                throw new InvalidOperationException(Mark(context.ClaimToken));

            case WorkKind.Spawn:
                await self.SpawnAsync(cancellationToken).ConfigureAwait(false);
                break;

            case WorkKind.Poison:
                Signals.Send(Environment.ProcessId, Signals.Kill);
                break;

            default:
                break;
        }
    }
}
