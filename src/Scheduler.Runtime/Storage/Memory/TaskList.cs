namespace GeneratedScheduler.Storage;

/// <summary>Says which of its two pairs of links a task lends to a list.</summary>
internal interface ITaskLink
{
    /// <summary>The links of <paramref name="node"/>.</summary>
    static abstract ref TaskLinks Of(TaskNode node);
}

/// <summary>Lists of all tasks in one state.</summary>
internal readonly struct StateLink : ITaskLink
{
    public static ref TaskLinks Of(TaskNode node) => ref node.StateLinks;
}

/// <summary>Lists of the tasks in one place: ready, claimed by somebody, finished.</summary>
internal readonly struct PlaceLink : ITaskLink
{
    public static ref TaskLinks Of(TaskNode node) => ref node.PlaceLinks;
}

/// <summary>A doubly linked list through the tasks themselves. Adding at the end and removing anywhere are O(1).</summary>
/// <remarks>
/// A removed task keeps no neighbour: handles keep finished tasks alive, and must not keep alive all that came after them.
/// A mutable struct, to be held in a field and never copied.
/// </remarks>
internal struct TaskList<TLink> where TLink : ITaskLink
{
    internal TaskNode? First;
    internal TaskNode? Last;
    internal int Count;

    internal void Add(TaskNode node)
    {
        ref TaskLinks links = ref TLink.Of(node);
        links.Previous = Last;
        links.Next = null;
        if (Last is null)
        {
            First = node;
        }
        else
        {
            TLink.Of(Last).Next = node;
        }

        Last = node;
        Count++;
    }

    internal void Remove(TaskNode node)
    {
        ref TaskLinks links = ref TLink.Of(node);
        if (links.Previous is null)
        {
            First = links.Next;
        }
        else
        {
            TLink.Of(links.Previous).Next = links.Next;
        }

        if (links.Next is null)
        {
            Last = links.Previous;
        }
        else
        {
            TLink.Of(links.Next).Previous = links.Previous;
        }

        links = default;
        Count--;
    }
}
