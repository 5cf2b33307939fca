namespace GeneratedScheduler.Storage;

/// <summary>The finished tasks that are kept for people: the latest ones, whatever their end.</summary>
internal sealed class FinishedHistory(int keep)
{
    private TaskList<PlaceLink> _tasks;

    /// <summary>Adds a task, and answers with the one that is forgotten for it, if there are too many now.</summary>
    internal TaskNode? Add(TaskNode node)
    {
        _tasks.Add(node);
        return _tasks.Count > keep ? _tasks.First : null;
    }

    internal void Remove(TaskNode node) => _tasks.Remove(node);
}
