using System.Diagnostics;

namespace GeneratedScheduler.Storage;

/// <summary>The tasks that wait for their time: a heap with four children a node, in which each task knows its place.</summary>
/// <remarks>
/// Adding and removing are O(log n), nothing is allocated for a task but its place in the array, and a removed task leaves
/// nothing behind. Tasks that are due at the same moment come out in the order in which they began to wait.
/// </remarks>
internal sealed class DelayedTasks
{
    private const int Fanout = 4;
    private const int SmallestArray = 16;

    private Slot[] _heap = [];

    internal int Count { get; private set; }

    /// <summary>When the first task is due, in UTC ticks; <see cref="long.MaxValue"/> if none waits.</summary>
    internal long EarliestDue { get; private set; } = long.MaxValue;

    internal void Add(TaskNode node)
    {
        Debug.Assert(node.DelayedIndex == TaskNode.NotDelayed);
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(SmallestArray, Count * 2));
        }

        Rise(new Slot(node), Count++);
        EarliestDue = _heap[0].Due;
    }

    internal void Remove(TaskNode node)
    {
        int hole = node.DelayedIndex;
        Debug.Assert(_heap[hole].Node == node);
        node.DelayedIndex = TaskNode.NotDelayed;
        Slot last = _heap[--Count];
        _heap[Count] = default;
        if (hole < Count)
        {
            // The last task takes the place; it may belong above or below it.
            if (hole > 0 && last.IsBefore(_heap[Parent(hole)]))
            {
                Rise(last, hole);
            }
            else
            {
                Sink(last, hole);
            }
        }

        EarliestDue = Count == 0 ? long.MaxValue : _heap[0].Due;
        GiveBackArray();
    }

    internal TaskNode TakeFirst()
    {
        TaskNode first = _heap[0].Node;
        Remove(first);
        return first;
    }

    /// <summary>Gives each task another time; O(n log n).</summary>
    internal void Change(Func<TaskNode, long> due)
    {
        TaskNode[] nodes = new TaskNode[Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _heap[i].Node;
        }

        Array.Clear(_heap, 0, Count);
        Count = 0;
        foreach (TaskNode node in nodes)
        {
            node.DelayedIndex = TaskNode.NotDelayed;
            node.NotBefore = due(node);
            Add(node);
        }
    }

    private static int Parent(int index) => (index - 1) / Fanout;

    private void Rise(Slot slot, int index)
    {
        while (index > 0 && slot.IsBefore(_heap[Parent(index)]))
        {
            Place(_heap[Parent(index)], index);
            index = Parent(index);
        }

        Place(slot, index);
    }

    private void Sink(Slot slot, int index)
    {
        while (true)
        {
            int best = index * Fanout + 1;
            if (best >= Count)
            {
                break;
            }

            int end = Math.Min(best + Fanout, Count);
            for (int child = best + 1; child < end; child++)
            {
                if (_heap[child].IsBefore(_heap[best]))
                {
                    best = child;
                }
            }

            if (!_heap[best].IsBefore(slot))
            {
                break;
            }

            Place(_heap[best], index);
            index = best;
        }

        Place(slot, index);
    }

    private void Place(Slot slot, int index)
    {
        _heap[index] = slot;
        slot.Node.DelayedIndex = index;
    }

    // A burst of delayed tasks must not leave its array behind for ever. At a quarter, so that it does not go back and forth.
    private void GiveBackArray()
    {
        if (_heap.Length > SmallestArray && Count <= _heap.Length / 4)
        {
            Array.Resize(ref _heap, _heap.Length / 2);
        }
    }

    // The time stands beside the task, so that comparing reads one line of the array instead of four tasks all over the memory.
    private readonly struct Slot(TaskNode node)
    {
        internal readonly long Due = node.NotBefore;
        internal readonly TaskNode Node = node;

        internal bool IsBefore(in Slot other) => Due < other.Due || (Due == other.Due && Node.Sequence < other.Node.Sequence);
    }
}
