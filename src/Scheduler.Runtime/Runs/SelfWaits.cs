using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Runs;

/// <summary>The tasks that await other tasks of their own kind while they hold a slot, and what is done if they hold all of them.</summary>
/// <remarks>
/// <para>
/// If every slot is held by a task that waits like this, none of the awaited tasks can start here. In memory nobody else can start them either, so one wait is
/// ended with a <see cref="TaskDeadlockException"/>: the latest, whose task then frees its slot, in which the others may go on. Over a shared container
/// another process may help; there it is shown as a problem of the scheduler, unless a limit over all processes rules that out.
/// </para>
/// <para>
/// Looked at once in a status interval and only while all slots are held like this, because code that reads a completion may do something else before it waits
/// for it, or may end without waiting.
/// </para>
/// </remarks>
internal sealed class SelfWaits<TTask, TResult>(SchedulerParts<TTask, TResult> parts, RunTable<TTask, TResult> runs)
{
    private readonly Lock _lock = new();
    private readonly List<Wait> _waits = [];
    private readonly LoopCondition _condition = parts.ForLoop("running tasks that await tasks of their own kind");
    private bool _isWatching;

    public LoopProblem? Problem => _condition.Problem;

    private bool IsSure => !parts.Container.IsShared || parts.Options.ClusterConcurrency <= parts.Options.Concurrency;

    // A limit over all processes may leave fewer.
    private int Slots => Math.Min(parts.Options.Concurrency, parts.Options.ClusterConcurrency ?? int.MaxValue);

    /// <summary>The outcome of a task, for whoever is calling: a task of the same kind must not wait for it in vain.</summary>
    public Task<T> Guard<T>(TaskId awaited, Task<T> outcome) =>
        !outcome.IsCompleted && RunningTask.Current is Run<TTask, TResult> run && run.BelongsTo(parts) && !run.IsRecorded
            ? WaitAsync(new Wait(run, awaited), outcome).Observed()
            : outcome;

    private async Task<T> WaitAsync<T>(Wait wait, Task<T> outcome)
    {
        Begin(wait);
        try
        {
            if (await Task.WhenAny(outcome, wait.Deadlock).ConfigureAwait(false) == wait.Deadlock)
            {
                await wait.Deadlock.ConfigureAwait(false);
            }

            return await outcome.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _waits.Remove(wait);
            }
        }
    }

    private void Begin(Wait wait)
    {
        lock (_lock)
        {
            _waits.Add(wait);
            if (_isWatching || _waits.Count < Slots)
            {
                return;
            }

            _isWatching = true;
        }

        _ = parts.Background.Start(WatchAsync, "looking for tasks that await their own kind in vain");
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(parts.Options.StatusInterval, parts.Time).ConfigureAwait(false);
            if (FindDeadlocked() is { } latest)
            {
                if (IsSure)
                {
                    EndAll(latest.Run);
                }
                else
                {
                    _condition.Failed(Describe(latest));
                }
            }
            else
            {
                _condition.Succeeded();
            }

            lock (_lock)
            {
                if (_waits.Count < Slots)
                {
                    _isWatching = false;
                    break;
                }
            }
        }

        _condition.Succeeded();
    }

    // The latest wait, if every slot is held by a run that waits. A slot whose run is not there yet is held by one that does not.
    private Wait? FindDeadlocked()
    {
        lock (_lock)
        {
            HashSet<Run<TTask, TResult>> waiting = [.. _waits.Select(static wait => wait.Run)];
            int held = 0;
            foreach (Run<TTask, TResult> run in runs.Snapshot())
            {
                if (!waiting.Contains(run))
                {
                    return null;
                }

                held++;
            }

            return held == Slots ? _waits.FindLast(static wait => !wait.Run.IsRecorded) : null;
        }
    }

    // All of them: who awaits several tasks at once learns of it when the last one has ended.
    private void EndAll(Run<TTask, TResult> run)
    {
        Wait[] waits;
        lock (_lock)
        {
            waits = [.. _waits.Where(wait => wait.Run == run)];
        }

        Array.ForEach(waits, wait => wait.End(Describe(wait)));
    }

    private TaskDeadlockException Describe(Wait wait) => new(parts.Name, wait.Run.Id, wait.Awaited, Slots);

    private sealed class Wait(Run<TTask, TResult> run, TaskId awaited)
    {
        private readonly TaskCompletionSource _deadlock = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Run<TTask, TResult> Run { get; } = run;

        public TaskId Awaited { get; } = awaited;

        public Task Deadlock => _deadlock.Task;

        public void End(TaskDeadlockException why) => _deadlock.TrySetException(why);
    }
}
