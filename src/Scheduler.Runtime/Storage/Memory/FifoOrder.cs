namespace GeneratedScheduler.Storage;

/// <summary>First come, first served; priorities do not matter.</summary>
internal sealed class FifoOrder : ReadyOrder
{
    private TaskList<PlaceLink> _tasks;

    internal override int Count => _tasks.Count;

    internal override void Add(TaskNode node) => _tasks.Add(node);

    internal override void Remove(TaskNode node) => _tasks.Remove(node);

    internal override TaskNode Take()
    {
        TaskNode first = _tasks.First!;
        _tasks.Remove(first);
        return first;
    }
}
