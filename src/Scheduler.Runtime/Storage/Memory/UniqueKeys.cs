namespace GeneratedScheduler.Storage;

/// <summary>Which unfinished task has which unique key.</summary>
internal sealed class UniqueKeys
{
    private Dictionary<string, TaskNode>? _owners;

    /// <summary>Gives the task its key, or names the unfinished task that has it.</summary>
    internal bool TryTake(TaskNode node, out TaskNode owner)
    {
        owner = node;
        if (node.Options.UniqueKey is not { } key)
        {
            return true;
        }

        _owners ??= new Dictionary<string, TaskNode>(StringComparer.Ordinal);
        if (_owners.TryAdd(key, node))
        {
            return true;
        }

        owner = _owners[key];
        return false;
    }

    internal void Free(TaskNode node)
    {
        if (node.Options.UniqueKey is { } key)
        {
            _owners?.Remove(key);
        }
    }

    /// <summary>Frees the task's key, unless another task has it.</summary>
    internal void FreeIfOwned(TaskNode node)
    {
        if (node.Options.UniqueKey is { } key && _owners is not null && _owners.TryGetValue(key, out TaskNode? owner) && owner == node)
        {
            _owners.Remove(key);
        }
    }

    internal void Clear() => _owners = null;
}
