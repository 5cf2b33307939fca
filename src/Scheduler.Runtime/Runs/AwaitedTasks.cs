namespace GeneratedScheduler.Runs;

/// <summary>The tasks of a container whose ends somebody awaits. Safe for concurrent use.</summary>
internal sealed class AwaitedTasks<TResult>(string taskName)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, TaskCompletionSource<TaskOutcome<TResult>>> _awaited = [];
    private List<TaskId> _fresh = [];
    private TaskCompletionSource _freshCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isPolled;
    private bool _isClosed;

    /// <summary>Adds a task, unless it is awaited already.</summary>
    /// <param name="id">The task.</param>
    /// <param name="begins">Whether the caller is to begin to ask for tasks, because nobody does.</param>
    public Task<TaskOutcome<TResult>> Add(TaskId id, out bool begins)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw Closed($"The scheduler of '{taskName}' is closed, so it learns of no more ends of tasks. Await tasks before it is closed, or by a scheduler that is not.");
            }

            if (!_awaited.TryGetValue(id, out TaskCompletionSource<TaskOutcome<TResult>>? awaited))
            {
                awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(id, awaited);
                _fresh.Add(id);
            }

            begins = !_isPolled;
            _isPolled = true;
            if (!begins)
            {
                _freshCame.TrySetResult();
            }

            return awaited.Task;
        }
    }

    /// <summary>The tasks that were added since the last call; <see langword="null"/> when nobody awaits anything, and asking ends.</summary>
    public TaskId[]? TakeFresh()
    {
        lock (_lock)
        {
            _isPolled = _awaited.Count > 0;
            TaskId[] fresh = [.. _fresh];
            _fresh = [];
            if (_freshCame.Task.IsCompleted)
            {
                _freshCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _isPolled ? fresh : null;
        }
    }

    /// <summary>Completes when another task is awaited; <see langword="null"/> if none is awaited at all.</summary>
    public Task? WhenFreshCame()
    {
        lock (_lock)
        {
            return _awaited.Count == 0 ? null : _freshCame.Task;
        }
    }

    public TaskId[] All()
    {
        lock (_lock)
        {
            return [.. _awaited.Keys];
        }
    }

    public bool Has(TaskId id)
    {
        lock (_lock)
        {
            return _awaited.ContainsKey(id);
        }
    }

    /// <summary>Takes a task out, so that the caller, and nobody else, completes it.</summary>
    public TaskCompletionSource<TaskOutcome<TResult>>? Take(TaskId id)
    {
        lock (_lock)
        {
            _awaited.Remove(id, out TaskCompletionSource<TaskOutcome<TResult>>? awaited);
            return awaited;
        }
    }

    /// <summary>Completes the waits for a task that has ended, if there are any.</summary>
    /// <remarks>Called once the end is stored: who begins to await meanwhile finds it there.</remarks>
    public void Ended(TaskId id, in TaskOutcome<TResult> outcome)
    {
        if (_isPolled)
        {
            Take(id)?.TrySetResult(outcome);
        }
    }

    /// <summary>Ends every wait with an <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        List<TaskCompletionSource<TaskOutcome<TResult>>> left;
        lock (_lock)
        {
            _isClosed = true;
            left = [.. _awaited.Values];
            _awaited.Clear();
        }

        foreach (TaskCompletionSource<TaskOutcome<TResult>> awaited in left)
        {
            awaited.FailQuietly(Closed($"The scheduler of '{taskName}' was closed before the awaited task ended."));
        }
    }

    private static ObjectDisposedException Closed(string message) => new(objectName: null, message);
}
