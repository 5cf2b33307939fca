using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Opens runs for claimed tasks and starts their workers; has what workers share.</summary>
internal sealed class WorkerPool<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    ClaimGate<TTask, TResult> gate,
    DeadlineWatch<TTask, TResult> deadlines,
    StopSignal stops,
    RunInterrupter<TTask, TResult> interrupter,
    RunCompletion<TTask, TResult> completion,
    RunFollower<TTask, TResult> follower,
    RunStarter<TTask, TResult> starter)
{
    public RunStarter<TTask, TResult> Starter => starter;

    public ClaimGate<TTask, TResult> Gate => gate;

    public RunTable<TTask, TResult> Runs => runs;

    public RunInterrupter<TTask, TResult> Interrupter => interrupter;

    public RunCompletion<TTask, TResult> Completion => completion;

    public RunFollower<TTask, TResult> Follower => follower;

    public StopSignal Stops => stops;

    /// <summary>Puts a claimed task into a slot; from here on it can be ended from outside.</summary>
    /// <param name="claimed">The task.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="stopsBeforeClaim">What <see cref="Stops"/> said before the claim was sent.</param>
    /// <param name="claimSentAt">When the claim was sent; <see langword="null"/> if sending it took no time.</param>
    public Run<TTask, TResult> Open(in ClaimedTask<TTask> claimed, int slot, int stopsBeforeClaim, long? claimSentAt)
    {
        Run<TTask, TResult> run = new(parts, claimed, slot, claimSentAt);
        runs.Place(run);

        // Whoever stops or closes says so first and then reads the slots; here it is the other way round, and neither may overtake.
        Interlocked.MemoryBarrier();
        deadlines.Watch(run);
        if (gate.IsClosed)
        {
            // Claimed by somebody who had looked at the gate before it closed. The close may have been through the slots already.
            parts.Background.Forget(interrupter.InterruptAsync(run, EndReason.Shutdown), "giving back a task");
        }
        else if (stops.Current != stopsBeforeClaim)
        {
            parts.Background.Forget(StopIfRequestedAsync(run), "looking for a stop");
        }

        return run;
    }

    /// <summary>Starts a worker for a claimed task on the thread pool.</summary>
    public void Dispatch(in ClaimedTask<TTask> claimed, int slot, int stopsBeforeClaim, long claimSentAt)
    {
        Run<TTask, TResult> run = Open(claimed, slot, stopsBeforeClaim, claimSentAt);
        ThreadPool.UnsafeQueueUserWorkItem(new Worker<TTask, TResult>(parts, this, run), preferLocal: false);
    }

    /// <summary>Disposes what the run's code was given; a service that never ends must not keep the end of the run from being written.</summary>
    public ValueTask DisposeServicesAsync(Run<TTask, TResult> run)
    {
        ValueTask disposing = run.DisposeServicesAsync();
        return disposing.IsCompletedSuccessfully ? ValueTask.CompletedTask : WaitAsync(disposing.AsTask(), run.Id);
    }

    private async ValueTask WaitAsync(Task disposal, TaskId id)
    {
        try
        {
            await disposal.WaitAsync(parts.Options.StopTimeout, parts.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            parts.Logger.ServicesDisposeOverdue(parts.Name, id, parts.Options.StopTimeout);
        }
    }

    private async Task StopIfRequestedAsync(Run<TTask, TResult> run)
    {
        try
        {
            TaskId[] ids = [run.Id];
            IReadOnlyList<TaskRecord<TTask, TResult>?> records =
                await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
            if (records[0] is { StopRequested: true } record && record.ClaimToken == run.Key.ClaimToken)
            {
                await interrupter.InterruptAsync(run, EndReason.Stop).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The next renewal tells of the stop.
        }
    }
}
