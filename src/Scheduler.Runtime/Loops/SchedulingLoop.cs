using GeneratedScheduler.Runs;
using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>Claims waiting tasks for free slots, and starts a worker for each.</summary>
internal sealed class SchedulingLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    StoreEngine engine,
    ContainerStart<TTask, TResult> containerStart,
    RunTable<TTask, TResult> runs,
    ClaimGate<TTask, TResult> gate,
    WorkerTools<TTask, TResult> workers)
    : BackgroundLoop(parts.ForLoop("claiming"), parts.Background, parts.Time)
{
    private const int MaxBatch = 1000;

    private ClaimedTask<TTask>[] _claimed = new ClaimedTask<TTask>[Math.Min(parts.Options.Concurrency, 16)];

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        await containerStart.EnsureAsync(stopping).ConfigureAwait(false);
        await gate.WaitAsync(stopping).ConfigureAwait(false);
        if (parts.Container.IsShared)
        {
            // Behind the work that is queued already: slots that become free at this moment are claimed for in the same call.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (Gathering.IsWorthwhile(runs.Free, runs.Used))
            {
                await Gathering.WaitAsync().ConfigureAwait(false);
            }
        }

        int free = Math.Min(await gate.WaitAsync(stopping).ConfigureAwait(false), MaxBatch);
        if (free > _claimed.Length)
        {
            _claimed = new ClaimedTask<TTask>[free];
        }

        int stops = workers.Stops.Current;
        long sentAt = parts.Time.GetTimestamp();

        // Not cancelled by the stop: what was claimed must be run or given back, and only the answer tells what was claimed.
        int count = await parts.Container
            .ClaimAsync(parts.ClaimRequest, _claimed.AsMemory(0, free), CancellationToken.None).ConfigureAwait(false);
        count = Math.Clamp(count, 0, free);
        ReportSuccess();
        gate.Claimed(count);
        if (gate.IsClosed)
        {
            await GiveBackAsync(_claimed.AsMemory(0, count), stopping).ConfigureAwait(false);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            workers.Dispatch(_claimed[i], runs.Take(), stops, sentAt);
        }

        Array.Clear(_claimed, 0, count);
        if (count == 0)
        {
            await engine.WaitForTasksAsync(parts.Container, parts.ClaimRequest, parts.Options.SchedulingInterval, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Gives back what a claim took that was answered after the close, when nobody was to run it any more.</summary>
    private async ValueTask GiveBackAsync(ReadOnlyMemory<ClaimedTask<TTask>> claimed, CancellationToken stopping)
    {
        TaskTransition<TResult>[] releases = new TaskTransition<TResult>[claimed.Length];
        for (int i = 0; i < releases.Length; i++)
        {
            releases[i] = TaskTransition<TResult>.Release(claimed.Span[i].Id, claimed.Span[i].ClaimToken);
        }

        await parts.Container.ApplyAsync(releases, new bool[releases.Length], CancellationToken.None).ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
    }
}
