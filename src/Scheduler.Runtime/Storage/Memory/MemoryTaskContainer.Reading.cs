namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
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
    /// <para>
    /// Tasks that come into the state, or leave it, between two pages shift nothing: each page goes on behind the last task of
    /// the one before. Finding that place is O(1) while the task is in its state; if it has left, the list is searched
    /// from both ends, to one of which it is near in most cases, because tasks leave a state in about the order in which they came.
    /// </para>
    /// <para>
    /// All conditions are checked task by task, some tasks at a time, so that nobody waits long for this call; tasks that come into the
    /// state or leave it meanwhile are on the page or not.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The page size, the state, a condition or the cursor cannot be.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        TaskQuery.ThrowIfInvalid(query);
        TaskWalk walk = new(query, ParseCursor(query));
        var records = new List<TaskRecord<TTask, TResult>>();
        var cursors = new List<TaskCursor>();
        bool isOver = false;
        while (!isOver)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<TaskPage<TTask, TResult>>(cancellationToken);
            }

            lock (_lock)
            {
                ThrowIfDisposed();
                isOver = walk.Go(_store, (node, behind) =>
                {
                    records.Add(Entry(node).ToRecord());
                    cursors.Add(behind);
                });
            }
        }

        return new ValueTask<TaskPage<TTask, TResult>>(
            new TaskPage<TTask, TResult>(records, walk.NextPage?.ToString()) { CursorBehind = index => cursors[index].ToString() });
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
                Succeeded = _store.CountOf(TaskState.Succeeded) + _store.Forgotten(TaskState.Succeeded),
                Failed = _store.CountOf(TaskState.Failed) + _store.Forgotten(TaskState.Failed),
                Stopped = _store.CountOf(TaskState.Stopped) + _store.Forgotten(TaskState.Stopped),
                Forgotten = _store.Forgotten(TaskState.Succeeded) + _store.Forgotten(TaskState.Failed) + _store.Forgotten(TaskState.Stopped),
            });
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TimeSpan?>(cancellationToken);
        }

        lock (_lock)
        {
            ThrowIfDisposed();
            long now = Now();
            long since = _store.DueSince;
            return new ValueTask<TimeSpan?>(since > now ? null : TimeSpan.FromTicks(now - since));
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<DateTimeOffset>(cancellationToken)
        : new ValueTask<DateTimeOffset>(Ticks.ToMoment(Now()));

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

    private static TaskCursor? ParseCursor(in TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return null;
        }

        return TaskCursor.TryParse(query.Cursor, out TaskCursor cursor) && cursor.State == query.State && cursor.NewestFirst == query.NewestFirst
            ? cursor
            : throw new ArgumentException(
                $"'{query.Cursor}' is not a cursor of a list of {query.State} tasks{(query.NewestFirst ? ", newest first" : "")}; "
                + "take NextCursor of the page before, or null for the first page.",
                nameof(query));
    }
}
