using System.Collections.Concurrent;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Stops of tasks that were claimed when they were stopped, but are in no slot yet. Whoever puts the run into a slot looks here
/// afterwards; whoever asks for a stop looks through the slots afterwards; so one of the two sees the other.
/// </summary>
internal sealed class StopRequests
{
    private readonly ConcurrentDictionary<TaskId, bool> _ids = new();

    public void Add(TaskId id) => _ids[id] = true;

    public bool TryTake(TaskId id) => !_ids.IsEmpty && _ids.TryRemove(id, out _);

    public void Clear()
    {
        if (!_ids.IsEmpty)
        {
            _ids.Clear();
        }
    }
}
