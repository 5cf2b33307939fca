namespace GeneratedScheduler.Containers;

public abstract partial class MemoryTaskContainer<TTask, TResult>
{
    private const int LargestPage = 1_000;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(
        ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<TaskRecord<TTask, TResult>?>>(cancellationToken);
        }

        ReadOnlySpan<TaskId> tasks = ids.Span;
        var records = new TaskRecord<TTask, TResult>?[tasks.Length];
        lock (_lock)
        {
            ThrowIfDisposed();
            for (int i = 0; i < records.Length; i++)
            {
                records[i] = _store.Find(tasks[i]) is { } node ? Entry(node).ToRecord() : null;
            }
        }

        return new ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>>(records);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Tasks that come into the state, or leave it, between two pages shift nothing: each page goes on behind the last task of
    /// the one before. Finding that place is O(1) while the task is in its state; if it has left, the list is searched
    /// from its beginning, where in most cases little is left, because tasks leave a state in about the order in which they came.
    /// </remarks>
    /// <exception cref="ArgumentException">The page size, the state or the cursor cannot be.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        TaskCursor? cursor = Check(query);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TaskPage<TTask, TResult>>(cancellationToken);
        }

        var records = new List<TaskRecord<TTask, TResult>>();
        string? nextCursor = null;
        lock (_lock)
        {
            ThrowIfDisposed();
            TaskNode? node = cursor is { } place ? place.FindNext(_store) : _store.FirstIn(query.State);
            for (; node is not null && records.Count < query.PageSize; node = node.StateLinks.Next)
            {
                records.Add(Entry(node).ToRecord());
                if (records.Count == query.PageSize && node.StateLinks.Next is not null)
                {
                    nextCursor = TaskCursor.Behind(node).ToString();
                }
            }
        }

        return new ValueTask<TaskPage<TTask, TResult>>(new TaskPage<TTask, TResult>(records, nextCursor));
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TaskCounts>(cancellationToken);
        }

        lock (_lock)
        {
            ThrowIfDisposed();
            return new ValueTask<TaskCounts>(new TaskCounts
            {
                Unstarted = _store.CountOf(TaskState.Unstarted),
                Waiting = _store.CountOf(TaskState.Waiting),
                Running = _store.CountOf(TaskState.Running),
                Exporting = _store.CountOf(TaskState.Exporting),
                Succeeded = _store.CountOf(TaskState.Succeeded),
                Failed = _store.CountOf(TaskState.Failed),
                Stopped = _store.CountOf(TaskState.Stopped),
            });
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ITaskOutcomeSource<TResult>? Observe(TaskId id)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            return _store.Find(id) is { } node ? Entry(node) : null;
        }
    }

    private static TaskCursor? Check(in TaskQuery query)
    {
        if (query.PageSize is < 1 or > LargestPage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(query), query.PageSize, $"PageSize must be from 1 to {LargestPage}; read further pages with the cursor.");
        }

        if (query.State is < TaskState.Unstarted or >= TaskState.Deleted)
        {
            throw new ArgumentException(
                $"No task in a container is {query.State}; ask for a state from Unstarted to Stopped.", nameof(query));
        }

        if (query.Cursor is null)
        {
            return null;
        }

        return TaskCursor.TryParse(query.Cursor, out TaskCursor cursor) && cursor.State == query.State
            ? cursor
            : throw new ArgumentException(
                $"'{query.Cursor}' is no cursor of a list of {query.State} tasks; "
                + "take NextCursor of the page before, or null for the first page.",
                nameof(query));
    }
}
