using System.Collections.Concurrent;

namespace GeneratedScheduler.Runs;

/// <summary>The slots of a scheduler and the runs in them. A slot is taken for as long as a task's code may run in it, and until its end is written.</summary>
/// <remarks>
/// Slots are taken and freed under a lock, and only when a worker begins or ends; a worker that goes on with the next task keeps
/// its slot and just replaces the run in it. There are twice as many places as slots: those who wrote the ends of runs in the same step in which they
/// claimed put the next tasks in before the runs have left.
/// </remarks>
internal sealed class RunTable<TTask, TResult>
{
    // The slots lie in chunks that are never moved, so that a worker may replace its run without the lock while the table grows.
    private const int ChunkBits = 6;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly Lock _lock = new();
    private readonly Stack<int> _freed = new();
    private readonly int _limit;
    private readonly Run<TTask, TResult>?[]?[] _chunks;
    private readonly ConcurrentDictionary<TaskId, Run<TTask, TResult>>? _byId;
    private TaskCompletionSource? _empty;
    private TaskCompletionSource? _first;
    private int _used;

    /// <summary>Makes a table of free slots.</summary>
    /// <param name="limit">How many slots there are.</param>
    /// <param name="indexed">
    /// Whether runs are found by their id in one step. Worth its price for work elsewhere, whose callbacks name a task; a function
    /// run is looked for only when somebody stops it, and then a look through the slots will do.
    /// </param>
    public RunTable(int limit, bool indexed)
    {
        _limit = limit;
        _byId = indexed ? [] : null;
        _chunks = new Run<TTask, TResult>?[]?[((2 * (long)limit) - 1 >> ChunkBits) + 1];
    }

    /// <summary>How many slots are taken, and how many ends of runs are not yet handled whose slots are taken again.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>How many slots are free. Can only grow while nobody calls <see cref="Take"/>.</summary>
    public int Free => Math.Max(0, _limit - Used);

    /// <summary>Takes a slot. Only the scheduling loop does, after it saw a free one or wrote the end of the run in it.</summary>
    public int Take()
    {
        lock (_lock)
        {
            if (!_freed.TryPop(out int slot))
            {
                slot = _used;
                _chunks[slot >> ChunkBits] ??= new Run<TTask, TResult>?[ChunkSize];
            }

            if (++_used == 1)
            {
                _first?.SetResult();
                _first = null;
            }

            return slot;
        }
    }

    /// <summary>Puts a run into its slot, in place of one that is over.</summary>
    public void Place(Run<TTask, TResult> run)
    {
        Volatile.Write(ref _chunks[run.Slot >> ChunkBits]![run.Slot & ChunkSize - 1], run);
        if (_byId is not null)
        {
            _byId[run.Id] = run;
        }
    }

    /// <summary>Finds the present run of a task. One that has ended while its code goes on does not count.</summary>
    public Run<TTask, TResult>? Find(TaskId id)
    {
        if (_byId is not null)
        {
            return _byId.GetValueOrDefault(id) is { IsRecorded: false } indexed ? indexed : null;
        }

        // The end of an earlier attempt may be stored, and the next one begun, before its writer has heard of that.
        Run<TTask, TResult>? ending = null;
        foreach (Run<TTask, TResult> run in Snapshot())
        {
            if (run.Id == id && !run.IsRecorded)
            {
                if (run.Phase != RunPhase.Ending)
                {
                    return run;
                }

                ending = run;
            }
        }

        return ending;
    }

    /// <summary>Forgets a run that is over, unless a newer run of the same task has taken its place.</summary>
    public void Forget(Run<TTask, TResult> run) => _byId?.TryRemove(new KeyValuePair<TaskId, Run<TTask, TResult>>(run.Id, run));

    /// <summary>Frees a slot.</summary>
    public void Release(int slot)
    {
        lock (_lock)
        {
            _chunks[slot >> ChunkBits]![slot & ChunkSize - 1] = null;
            _freed.Push(slot);
            if (--_used == 0)
            {
                _empty?.SetResult();
                _empty = null;
            }
        }
    }

    /// <summary>Completes when a slot is taken; at once if one is.</summary>
    public Task WhenUsedAsync()
    {
        lock (_lock)
        {
            return _used > 0
                ? Task.CompletedTask
                : (_first ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when every slot is free. For a scheduler that no longer claims.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            return _used == 0
                ? Task.CompletedTask
                : (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The runs at this moment; costs as many steps as tasks ever ran at once.</summary>
    public IEnumerable<Run<TTask, TResult>> Snapshot()
    {
        foreach (Run<TTask, TResult>?[]? chunk in _chunks)
        {
            if (chunk is null)
            {
                // Slots are handed out in order, so nothing lies behind the first chunk that was never needed.
                yield break;
            }

            for (int i = 0; i < chunk.Length; i++)
            {
                if (Volatile.Read(ref chunk[i]) is { } run)
                {
                    yield return run;
                }
            }
        }
    }
}
