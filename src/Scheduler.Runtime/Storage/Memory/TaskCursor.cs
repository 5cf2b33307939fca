using System.Globalization;

namespace GeneratedScheduler.Storage;

/// <summary>A place in the list of a state: behind the task that came into it with <paramref name="Sequence"/>.</summary>
/// <param name="State">The state that is listed.</param>
/// <param name="NewestFirst">Whether the list is read from its end, so that older tasks are behind the place.</param>
/// <param name="Sequence">The place.</param>
/// <param name="Id">The task.</param>
internal readonly record struct TaskCursor(TaskState State, bool NewestFirst, long Sequence, TaskId Id)
{
    private const char Separator = '.';
    private const char Reversed = 'r';

    internal static TaskCursor Behind(TaskNode node, bool newestFirst) => new(node.State, newestFirst, node.Sequence, node.Id);

    internal static bool TryParse(string text, out TaskCursor cursor)
    {
        cursor = default;
        ReadOnlySpan<char> all = text;
        Span<Range> parts = stackalloc Range[4];
        if (all.Split(parts, Separator) != 3)
        {
            return false;
        }

        ReadOnlySpan<char> list = all[parts[0]];
        bool newestFirst = list.EndsWith(Reversed);
        if (!int.TryParse(newestFirst ? list[..^1] : list, NumberStyles.None, CultureInfo.InvariantCulture, out int state)
            || !long.TryParse(all[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            || !TaskId.TryParse(all[parts[2]], out TaskId id))
        {
            return false;
        }

        cursor = new TaskCursor((TaskState)state, newestFirst, sequence, id);
        return true;
    }

    /// <summary>The first task behind this place.</summary>
    internal TaskNode? FindNext(TaskStore store)
    {
        if (store.Find(Id) is { } last && last.State == State && last.Sequence == Sequence)
        {
            return NewestFirst ? last.StateLinks.Previous : last.StateLinks.Next;
        }

        // It has left. From both ends at once, because the place may be near to either.
        TaskNode? newer = store.FirstIn(State);
        TaskNode? older = store.LastIn(State);
        while (newer?.Sequence < Sequence && older?.Sequence > Sequence)
        {
            newer = newer.StateLinks.Next;
            older = older.StateLinks.Previous;
        }

        if (newer is null || newer.Sequence > Sequence)
        {
            return NewestFirst ? newer is null ? store.LastIn(State) : newer.StateLinks.Previous : newer;
        }

        return NewestFirst ? older : older is null ? store.FirstIn(State) : older.StateLinks.Next;
    }

    public override string ToString()
    {
        string direction = NewestFirst ? "r" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(int)State}{direction}{Separator}{Sequence}{Separator}{Id}");
    }
}
