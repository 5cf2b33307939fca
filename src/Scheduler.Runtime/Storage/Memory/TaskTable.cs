using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GeneratedScheduler.Storage;

/// <summary>Finds tasks by id.</summary>
/// <remarks>
/// A <see cref="Dictionary{TKey, TValue}"/> that gives back what a burst of tasks made it grow to. Chains through the tasks
/// themselves would save 34 bytes a task, but cost twice the processor time: each add then writes a reference to a new object
/// at a random place among old ones, which the next garbage collections have to follow.
/// </remarks>
internal sealed class TaskTable
{
    private const int SparseFactor = 8;
    private const int SmallestTrimmed = 4_096;

    private readonly Dictionary<TaskId, TaskNode> _nodes = [];

    internal TaskNode? Find(TaskId id) => _nodes.GetValueOrDefault(id);

    /// <summary>Adds a task, or answers with the one that has its id.</summary>
    internal TaskNode? TryAdd(TaskNode node)
    {
        ref TaskNode? place = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, node.Id, out bool exists);
        if (exists)
        {
            return place;
        }

        place = node;
        return null;
    }

    internal void Remove(TaskNode node)
    {
        bool removed = _nodes.Remove(node.Id);
        Debug.Assert(removed, "The task is not in the table.");

        // Seldom enough that the copying is paid for by the removals before it.
        if (_nodes.Capacity > SmallestTrimmed && _nodes.Count < _nodes.Capacity / SparseFactor)
        {
            _nodes.TrimExcess(_nodes.Count * 2);
        }
    }

    /// <summary>Removes and returns all tasks.</summary>
    internal List<TaskNode> Clear()
    {
        List<TaskNode> nodes = [.. _nodes.Values];
        _nodes.Clear();
        _nodes.TrimExcess();
        return nodes;
    }
}
