namespace GeneratedScheduler.Storage;

/// <summary>Finds the tasks of a page, in steps, between which others may have the lock of the container.</summary>
/// <remarks>
/// The tasks that a page wants may be rare in a long list, or not there at all. A step looks at no more tasks than an unfiltered page does,
/// and the next one goes on behind the place where it ended, as the next page does.
/// </remarks>
internal struct TaskWalk(in TaskQuery query, TaskCursor? place)
{
    /// <summary>The most tasks that a step looks at: a whole page, and the task that shows that it is not the last one.</summary>
    internal const int Step = TaskQuery.LargestPage + 1;

    private readonly NodeFilter _filter = new(query.Filter);
    private readonly TaskState _state = query.State;
    private readonly bool _newestFirst = query.NewestFirst;
    private readonly int _wanted = query.PageSize;
    private TaskCursor? _place = place;
    private TaskCursor? _latest;
    private int _found;

    /// <summary>Where the next page begins, once the walk is over.</summary>
    internal TaskCursor? NextPage { get; private set; }

    /// <summary>Adds tasks to the page. Answers whether the walk is over.</summary>
    internal bool Go(TaskStore store, Action<TaskNode, TaskCursor> add)
    {
        TaskNode? node = _place is { } from ? from.FindNext(store) : _newestFirst ? store.LastIn(_state) : store.FirstIn(_state);
        for (int looked = 0; node is not null && looked < Step; looked++)
        {
            TaskCursor behind = TaskCursor.Behind(node, _newestFirst);
            if (_filter.Accepts(node))
            {
                if (_found == _wanted)
                {
                    NextPage = _latest;
                    return true;
                }

                add(node, behind);
                _found++;
                _latest = behind;
            }

            _place = behind;
            node = _newestFirst ? node.StateLinks.Previous : node.StateLinks.Next;
        }

        return node is null;
    }
}
