namespace GeneratedScheduler.Storage;

/// <summary>A scheduler that waits until there may be something to claim. Its task says whether the time of the wait was over.</summary>
internal sealed class Sleeper(int clusterConcurrency) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal readonly int ClusterConcurrency = clusterConcurrency;
    internal Sleeper? Next;

    /// <summary>A timer that ends the wait; none if the timeout is infinite.</summary>
    internal ITimer? EndAfter(TimeProvider time, TimeSpan timeout) =>
        Durations.After(time, timeout, static sleeper => ((Sleeper)sleeper!).TrySetResult(true), this);

    /// <summary>Ends the wait when it is cancelled.</summary>
    internal CancellationTokenRegistration EndWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static (sleeper, token) => ((Sleeper)sleeper!).TrySetCanceled(token), this);
}

/// <summary>
/// The schedulers that wait for tasks of a container in memory. Few, so they are looked through. Changed under the lock of the container; woken outside of it.
/// </summary>
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
    /// <param name="ready">How many tasks are due.</param>
    /// <param name="claimed">How many are claimed: a cluster-wide limit leaves room for more or does not.</param>
    internal Sleeper? TakeReady(int ready, int claimed)
    {
        if (_first is null || ready == 0)
        {
            return null;
        }

        Sleeper? taken = null;
        ref Sleeper? place = ref _first;
        while (place is { } sleeper)
        {
            if (sleeper.ClusterConcurrency != 0 && sleeper.ClusterConcurrency <= claimed)
            {
                place = ref sleeper.Next;
                continue;
            }

            place = sleeper.Next;
            sleeper.Next = taken;
            taken = sleeper;
        }

        return taken;
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
            sleepers.TrySetResult(false);
        }
    }

    internal static void Fail(Sleeper? sleepers, string disposed)
    {
        for (Sleeper? next; sleepers is not null; sleepers = next)
        {
            next = sleepers.Next;
            sleepers.TrySetException(new ObjectDisposedException(disposed));
        }
    }
}
