namespace GeneratedScheduler.Storage;

/// <summary>The tasks that are reserved for this process and not claimed yet, best first. Knows no lock; the container has one.</summary>
internal sealed class ReservedTasks<TTask>(TaskOrder order)
{
    private readonly Dictionary<TaskId, ReservedTask<TTask>> _tasks = [];
    private readonly ReadyTasks _ready = new(order);

    internal int Count => _tasks.Count;

    /// <summary>No lease began before; a bound, exact after each renewal. Means nothing while there are no tasks.</summary>
    internal long OldestLease { get; private set; }

    /// <summary>No lease is shorter; a bound, exact after each renewal. Means nothing while there are no tasks.</summary>
    internal TimeSpan ShortestLease { get; private set; }

    internal ReservedTask<TTask>? Find(TaskId id) => _tasks.GetValueOrDefault(id);

    internal void Add(ReservedTask<TTask> task, TimeSpan lease)
    {
        // A former reservation of the same task has ended, or there would be no new one.
        if (_tasks.Remove(task.Id, out ReservedTask<TTask>? former))
        {
            _ready.Remove(former);
        }

        OldestLease = Count == 0 ? task.LeasedAt : Math.Min(OldestLease, task.LeasedAt);
        ShortestLease = Count == 0 || lease < ShortestLease ? lease : ShortestLease;
        _tasks.Add(task.Id, task);
        _ready.Add(task);
    }

    internal ReservedTask<TTask> Take()
    {
        var task = (ReservedTask<TTask>)_ready.Take();
        _tasks.Remove(task.Id);
        return task;
    }

    /// <summary>Takes a task out, if it is still there under the same reservation.</summary>
    internal ReservedTask<TTask>? TryRemove(ClaimKey key)
    {
        if (!_tasks.TryGetValue(key.Id, out ReservedTask<TTask>? task) || task.ClaimToken != key.ClaimToken)
        {
            return null;
        }

        _tasks.Remove(key.Id);
        _ready.Remove(task);
        return task;
    }

    /// <summary>Takes out all but the best ones.</summary>
    internal List<ReservedTask<TTask>> TakeBeyond(int kept)
    {
        if (Count <= kept)
        {
            return [];
        }

        (long oldest, TimeSpan shortest) = (OldestLease, ShortestLease);
        List<ReservedTask<TTask>> all = TakeAll();
        foreach (ReservedTask<TTask> task in all.Take(kept))
        {
            Add(task, shortest);
        }

        OldestLease = oldest;
        return all[kept..];
    }

    internal List<ReservedTask<TTask>> TakeAll()
    {
        List<ReservedTask<TTask>> all = new(Count);
        while (Count > 0)
        {
            all.Add(Take());
        }

        _tasks.TrimExcess();
        return all;
    }

    internal ClaimKey[] Keys()
    {
        ClaimKey[] keys = new ClaimKey[Count];
        int index = 0;
        foreach (ReservedTask<TTask> task in _tasks.Values)
        {
            keys[index++] = task.Key;
        }

        return keys;
    }

    /// <summary>Notes a renewal of these reservations. What came in while it was under way keeps its own lease.</summary>
    internal void Renewed(ReadOnlySpan<ClaimKey> keys, long sentAt, TimeSpan lease)
    {
        foreach (ClaimKey key in keys)
        {
            if (_tasks.TryGetValue(key.Id, out ReservedTask<TTask>? task) && task.ClaimToken == key.ClaimToken)
            {
                task.LeasedAt = Math.Max(task.LeasedAt, sentAt);
            }
        }

        // What was added meanwhile has the lease of a claim request, which may be shorter.
        ShortestLease = keys.Length >= Count || lease < ShortestLease ? lease : ShortestLease;
        OldestLease = long.MaxValue;
        foreach (ReservedTask<TTask> task in _tasks.Values)
        {
            OldestLease = Math.Min(OldestLease, task.LeasedAt);
        }
    }
}
