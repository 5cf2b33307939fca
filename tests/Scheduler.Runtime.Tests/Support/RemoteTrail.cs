namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>What has happened so far, in order; a test waits until it contains what it is interested in.</summary>
internal sealed class RemoteTrail<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    public int Count => Items.Count;

    public void Add(T item)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _items.Add(item);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>Waits until so many things have happened that fit, and answers the last of them.</summary>
    public async Task<T> WhenAsync(Func<T, bool> fits, int count = 1)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                List<T> fitting = [.. _items.Where(fits)];
                if (fitting.Count >= count)
                {
                    return fitting[count - 1];
                }

                changed = _changed.Task;
            }

            await changed.Soon($"{count} fitting of {typeof(T).Name}");
        }
    }

    public Task<T> WhenCountAsync(int count) => WhenAsync(_ => true, count);
}
