using System.Diagnostics;

namespace GeneratedScheduler.Storage;

/// <summary>Adding a batch: names first, so that a conflict is found before anything has moved.</summary>
internal sealed partial class TaskStore
{
    /// <summary>Takes the ids and unique keys of a batch, all or none.</summary>
    /// <returns>What is taken already, by others or within the batch; <see langword="null"/> if the batch has its names now.</returns>
    internal List<TaskConflict>? TryRegister(in TaskBatch batch)
    {
        List<TaskConflict>? conflicts = null;
        for (TaskNode? node = batch.First; node is not null; node = node.StateLinks.Next)
        {
            if (_table.TryAdd(node) is { } same)
            {
                (conflicts ??= []).Add(new TaskConflict(node.Id, same.Id, null));
            }
            else if (!_keys.TryTake(node, out TaskNode owner))
            {
                (conflicts ??= []).Add(new TaskConflict(node.Id, owner.Id, node.Options.UniqueKey));
            }
        }

        if (conflicts is not null)
        {
            Unregister(batch);
        }

        return conflicts;
    }

    /// <summary>Gives back the names of a batch that cannot be added now.</summary>
    internal void Unregister(in TaskBatch batch)
    {
        for (TaskNode? node = batch.First; node is not null; node = node.StateLinks.Next)
        {
            if (_table.Find(node.Id) == node)
            {
                _table.Remove(node);
                _keys.FreeIfOwned(node);
            }
        }
    }

    /// <summary>Lets others take the unique key of a task that is about to end.</summary>
    internal void FreeKey(TaskNode node) => _keys.FreeIfOwned(node);

    /// <summary>Gives a task back its unique key, which is still free.</summary>
    internal void RetakeKey(TaskNode node)
    {
        bool isTaken = _keys.TryTake(node, out _);
        Debug.Assert(isTaken, "The key has another owner.");
    }

    /// <summary>Adds a batch whose names are registered.</summary>
    internal void Insert(in TaskBatch batch, long now)
    {
        for (TaskNode? node = batch.First, next; node is not null; node = next)
        {
            next = node.StateLinks.Next;
            node.CreatedAt = now;
            long notBefore = FirstDue(node.Options, now);
            if (node.State == TaskState.Waiting)
            {
                Enter(node, TaskState.Waiting);
                Queue(node, notBefore, now);
            }
            else
            {
                Enter(node, TaskState.Unstarted);
                node.NotBefore = notBefore;
            }
        }
    }

    /// <summary>Forgets everything: the container is closed. Answers with the unfinished tasks, which have no end.</summary>
    internal List<TaskNode> Clear()
    {
        List<TaskNode> unfinished = [];
        foreach (TaskNode node in _table.Clear())
        {
            if (!TaskStateMachine.IsFinished(node.State))
            {
                unfinished.Add(node);
            }

            node.StateLinks = node.PlaceLinks = default;
            node.Place = null;
        }

        _states = default;
        _keys.Clear();
        Claimants.Clear();
        return unfinished;
    }

    private static long FirstDue(EnqueueOptions options, long now)
    {
        long due = options.NotBefore is { } notBefore ? Math.Max(notBefore.UtcTicks, now) : now;
        return options.Delay > TimeSpan.Zero ? Math.Max(due, Ticks.After(now, options.Delay)) : due;
    }
}

/// <summary>Tasks that are to be added together, linked by <see cref="TaskNode.StateLinks"/> until they are in the store.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct TaskBatch(TaskNode First, int Count)
{
    internal TaskNode[] ToArray()
    {
        var nodes = new TaskNode[Count];
        TaskNode? node = First;
        for (int i = 0; i < nodes.Length; i++, node = node!.StateLinks.Next)
        {
            nodes[i] = node!;
        }

        return nodes;
    }
}
