namespace GeneratedScheduler.Storage;

/// <summary>The tasks that wait and are due, best first.</summary>
/// <remarks>
/// <para>
/// One list for each priority that is in use, in a tree; a queue has one list. A task knows its list, so that adding to a known priority, taking
/// and removing do not depend on the number of tasks; the tree is touched only when a priority comes into use or goes out of it.
/// </para>
/// <para>Owns <see cref="TaskNode.PlaceLinks"/> and <see cref="TaskNode.Place"/> of the tasks in it; called under the lock.</para>
/// </remarks>
internal sealed class ReadyTasks(TaskOrder order)
{
    private const int MostLevels = 1_000;

    private readonly SortedSet<PriorityLevel> _levels = new(HighestFirst.Instance);
    private readonly PriorityLevel _probe = new();
    private PriorityLevel? _best;
    private int _count;

    /// <summary>How many tasks are ready.</summary>
    internal int Count => _count;

    /// <summary>Since when a task is due, in UTC ticks: the earliest such moment; <see cref="long.MaxValue"/> if none is ready.</summary>
    /// <remarks>
    /// Tasks of one priority are in the order in which they became ready, so the first one has waited the longest. At most <see cref="MostLevels"/> priorities are
    /// looked at, the lowest ones, because those wait.
    /// </remarks>
    internal long DueSince
    {
        get
        {
            long since = long.MaxValue;
            foreach (PriorityLevel level in _levels.Reverse().Take(MostLevels))
            {
                since = Math.Min(since, level.Tasks.First?.NotBefore ?? long.MaxValue);
            }

            return since;
        }
    }

    /// <summary>Adds a task behind all that are as good.</summary>
    internal void Add(TaskNode node)
    {
        PriorityLevel level = LevelOf(order == TaskOrder.Priority ? node.Options.Priority : 0);
        node.Place = level;
        level.Tasks.Add(node);
        _count++;
    }

    /// <summary>Removes a task, wherever it is.</summary>
    internal void Remove(TaskNode node)
    {
        var level = (PriorityLevel)node.Place!;
        node.Place = null;
        level.Tasks.Remove(node);
        _count--;
        if (level.Tasks.Count == 0)
        {
            Leave(level);
        }
    }

    /// <summary>Removes and returns the best task. There must be one.</summary>
    internal TaskNode Take()
    {
        TaskNode first = _best!.Tasks.First!;
        Remove(first);
        return first;
    }

    private PriorityLevel LevelOf(int priority)
    {
        if (_best is { } best && best.Priority == priority)
        {
            return best;
        }

        _probe.Priority = priority;
        if (_levels.TryGetValue(_probe, out PriorityLevel? level))
        {
            return level;
        }

        if (_count == 0)
        {
            _levels.Clear();
        }

        level = new PriorityLevel { Priority = priority };
        _levels.Add(level);
        _best = _levels.Min;
        return level;
    }

    // An empty level stays while it is the only one: with one priority in use, the tree is never touched.
    private void Leave(PriorityLevel level)
    {
        if (_levels.Count > 1)
        {
            _levels.Remove(level);
            _best = _levels.Min;
        }
    }

    /// <summary>The ready tasks of one priority.</summary>
    private sealed class PriorityLevel
    {
        internal int Priority;
        internal TaskList<PlaceLink> Tasks;
    }

    private sealed class HighestFirst : IComparer<PriorityLevel>
    {
        internal static readonly HighestFirst Instance = new();

        public int Compare(PriorityLevel? x, PriorityLevel? y) => y!.Priority.CompareTo(x!.Priority);
    }
}
