using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Scheduling;

/// <summary>What workers share.</summary>
internal sealed class WorkerTools<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    ClaimGate<TTask, TResult> gate,
    DeadlineWatch<TTask, TResult> deadlines,
    StopRequests stops,
    RunEnder<TTask, TResult> ender,
    RunFinisher<TTask, TResult> finisher,
    RunFollower<TTask, TResult> follower)
{
    public ClaimGate<TTask, TResult> Gate => gate;

    public RunTable<TTask, TResult> Runs => runs;

    public RunEnder<TTask, TResult> Ender => ender;

    public RunFinisher<TTask, TResult> Finisher => finisher;

    public RunFollower<TTask, TResult> Follower => follower;

    /// <summary>Puts a claimed task into a slot; from here on it can be ended from outside.</summary>
    public Run<TTask, TResult> Open(in ClaimedTask<TTask> claimed, int slot)
    {
        Run<TTask, TResult> run = new(parts, claimed, slot);
        runs.Place(run);
        deadlines.Watch(run);
        if (stops.TryTake(run.Id))
        {
            _ = ender.EndAsync(run, EndReason.Stop);
        }

        return run;
    }

    /// <summary>Starts a worker for a claimed task on the thread pool.</summary>
    public void Dispatch(in ClaimedTask<TTask> claimed, int slot) =>
        ThreadPool.UnsafeQueueUserWorkItem(new Worker<TTask, TResult>(parts, this, Open(claimed, slot)), preferLocal: false);
}
