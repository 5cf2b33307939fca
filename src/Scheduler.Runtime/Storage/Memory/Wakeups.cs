namespace GeneratedScheduler.Storage;

/// <summary>A scheduler that waits until there may be something to claim.</summary>
internal sealed class Sleeper(int clusterConcurrency) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal readonly int ClusterConcurrency = clusterConcurrency;
    internal Sleeper? Next;
}

/// <summary>The schedulers that wait for tasks. Few, so they are looked through; woken outside the lock.</summary>
internal struct Wakeups
{
    private Sleeper? _first;

    internal void Add(Sleeper sleeper)
    {
        sleeper.Next = _first;
        _first = sleeper;
    }

    internal void Remove(Sleeper sleeper)
    {
        for (ref Sleeper? place = ref _first; place is not null; place = ref place.Next)
        {
            if (place == sleeper)
            {
                place = sleeper.Next;
                return;
            }
        }
    }

    /// <summary>Takes out everybody who could claim something now; the answer is for <see cref="Wake"/>.</summary>
    internal Sleeper? TakeReady(TaskStore store)
    {
        if (_first is null || store.Claimable(0) == 0)
        {
            return null;
        }

        Sleeper? ready = null;
        ref Sleeper? place = ref _first;
        while (place is { } sleeper)
        {
            if (store.Claimable(sleeper.ClusterConcurrency) <= 0)
            {
                place = ref sleeper.Next;
                continue;
            }

            place = sleeper.Next;
            sleeper.Next = ready;
            ready = sleeper;
        }

        return ready;
    }

    /// <summary>Takes out everybody.</summary>
    internal Sleeper? TakeAll()
    {
        Sleeper? all = _first;
        _first = null;
        return all;
    }

    internal static void Wake(Sleeper? sleepers)
    {
        for (Sleeper? next; sleepers is not null; sleepers = next)
        {
            // Read first: woken, the sleeper belongs to its waiter.
            next = sleepers.Next;
            sleepers.TrySetResult();
        }
    }
}
