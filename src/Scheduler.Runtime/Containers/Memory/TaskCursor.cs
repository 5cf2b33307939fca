using System.Globalization;

namespace GeneratedScheduler.Containers;

/// <summary>A place in the list of a state: behind the task that came into it with <paramref name="Sequence"/>.</summary>
internal readonly record struct TaskCursor(TaskState State, long Sequence, TaskId Id)
{
    private const char Separator = '.';

    internal static TaskCursor Behind(TaskNode node) => new(node.State, node.Sequence, node.Id);

    internal static bool TryParse(string text, out TaskCursor cursor)
    {
        cursor = default;
        ReadOnlySpan<char> all = text;
        Span<Range> parts = stackalloc Range[4];
        if (all.Split(parts, Separator) != 3
            || !int.TryParse(all[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out int state)
            || !long.TryParse(all[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            || !TaskId.TryParse(all[parts[2]], null, out TaskId id))
        {
            return false;
        }

        cursor = new TaskCursor((TaskState)state, sequence, id);
        return true;
    }

    /// <summary>The first task behind this place.</summary>
    internal TaskNode? FindNext(TaskStore store)
    {
        if (store.Find(Id) is { } last && last.State == State && last.Sequence == Sequence)
        {
            return last.StateLinks.Next;
        }

        TaskNode? node = store.FirstIn(State);
        while (node is not null && node.Sequence <= Sequence)
        {
            node = node.StateLinks.Next;
        }

        return node;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)State}{Separator}{Sequence}{Separator}{Id}");
}
