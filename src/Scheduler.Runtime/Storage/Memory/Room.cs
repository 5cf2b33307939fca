namespace GeneratedScheduler.Storage;

/// <summary>An add that waits for room, with its tasks already made.</summary>
internal sealed class PendingAdd(TaskBatch batch) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal readonly TaskBatch Batch = batch;

    /// <summary>The tasks, if the caller wants to observe them: once they are in the container, the batch is no chain any more.</summary>
    internal TaskNode[] Entries = [];

    internal LinkedListNode<PendingAdd>? Place;
    internal Exception? Failure;

    /// <summary>Ends the add. Called once by whoever took it out of the line.</summary>
    internal void End()
    {
        if (Failure is null)
        {
            TrySetResult();
        }
        else
        {
            TrySetException(Failure);
        }
    }
}

/// <summary>How many tasks may wait in a bounded container, and the line of those who want to add more. First come, first served.</summary>
internal sealed class Room(int capacity)
{
    private readonly LinkedList<PendingAdd> _line = [];

    internal int Capacity => capacity;

    internal bool HasLine => _line.First is not null;

    /// <summary>Whether an add may go on: there is room, and nobody came earlier.</summary>
    internal bool IsFree(TaskStore store, int count) => !HasLine && Fits(store, count);

    internal void Add(PendingAdd pending) => pending.Place = _line.AddLast(pending);

    /// <summary>Takes an add out of the line; false if it is not there any more, because it was let in or gave up.</summary>
    internal bool TryRemove(PendingAdd pending)
    {
        if (pending.Place?.List is null)
        {
            return false;
        }

        _line.Remove(pending.Place);
        return true;
    }

    /// <summary>Takes the first add out of the line, if there is room for it.</summary>
    internal PendingAdd? TakeFirst(TaskStore store)
    {
        if (_line.First is not { } first || !Fits(store, first.Value.Batch.Count))
        {
            return null;
        }

        _line.RemoveFirst();
        return first.Value;
    }

    internal List<PendingAdd> TakeAll()
    {
        List<PendingAdd> all = [.. _line];
        _line.Clear();
        return all;
    }

    // Retries, rescues and restarts are never refused, so that there may be more tasks than the capacity.
    private bool Fits(TaskStore store, int count) => count <= (long)capacity - store.Pending;
}
