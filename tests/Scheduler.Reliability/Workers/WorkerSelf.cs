using GeneratedScheduler.Reliability.Work;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>The worker process, for the tasks that run in it.</summary>
internal sealed class WorkerSelf(RunLog log, int serial)
{
    // Above all numbers that the harness gives, and apart from those of other workers.
    private long _lastNumber = (serial + 1) * 1_000_000_000L;

    public RunLog Log { get; } = log;

    /// <summary>Set when the scheduler is there, which needs this for its services.</summary>
    public WorkScheduler? Scheduler { get; set; }

    /// <summary>Enqueues a task, and writes down that it was acknowledged before anything else happens.</summary>
    public async ValueTask SpawnAsync(CancellationToken cancellationToken)
    {
        long number = Interlocked.Increment(ref _lastNumber);
        await Scheduler!.EnqueueAsync(new WorkTask(number, WorkKind.Short, 1), cancellationToken: cancellationToken).ConfigureAwait(false);
        Log.Spawned(number);
    }
}
