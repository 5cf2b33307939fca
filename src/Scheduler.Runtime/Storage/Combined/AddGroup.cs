using System.Text.Json;

namespace GeneratedScheduler.Storage;

/// <summary>
/// Lets adds of one moment share a call (group commit): while one is under way, the next ones gather. An add on an idle store is
/// sent at once. Safe for concurrent use.
/// </summary>
/// <param name="write">Adds tasks, all or none.</param>
/// <param name="batchSize">The most tasks in a shared call.</param>
internal sealed class AddGroup<TTask>(Func<ReadOnlyMemory<NewTask<TTask>>, CancellationToken, Task> write, int batchSize)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingGroupAdd<TTask>> _pending = new();
    private bool _isWriting;

    internal Task AddAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        // A large batch gains nothing from company, and must not hold up single adds. A unique key may have to wait for the end of a transaction that has
        // added the same one; nobody else is to wait with it.
        if (tasks.Length > batchSize / 2 || HasKey(tasks.Span))
        {
            return write(tasks, cancellationToken);
        }

        PendingGroupAdd<TTask>? pending = null;
        lock (_lock)
        {
            if (_isWriting)
            {
                pending = new PendingGroupAdd<TTask>(tasks);
                _pending.Enqueue(pending);
            }

            _isWriting = true;
        }

        return pending is null ? WriteFirstAsync(tasks, cancellationToken) : WaitAsync(pending, cancellationToken);
    }

    private static async Task WaitAsync(PendingGroupAdd<TTask> pending, CancellationToken cancellationToken)
    {
        // Once it is sent, only the answer tells whether the tasks were added.
        using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
            static (add, token) => ((PendingGroupAdd<TTask>)add!).TryGiveUp(token), pending);
        await pending.Task.ConfigureAwait(false);
    }

    private async Task WriteFirstAsync(ReadOnlyMemory<NewTask<TTask>> tasks, CancellationToken cancellationToken)
    {
        try
        {
            await write(tasks, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever came first does not wait for those who came later.
            if (TakeBatch() is { Count: > 0 } batch)
            {
                // Nor does what they write flow with the context of whoever came first.
                using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
                _ = Task.Run(() => WriteRestAsync(batch), CancellationToken.None);
            }
        }
    }

    private async Task WriteRestAsync(List<PendingGroupAdd<TTask>>? batch)
    {
        for (; batch is { Count: > 0 }; batch = TakeBatch())
        {
            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<PendingGroupAdd<TTask>> batch)
    {
        try
        {
            await write(Join(batch), CancellationToken.None).ConfigureAwait(false);
            batch.ForEach(static add => add.TrySetResult());
        }
        catch (Exception exception) when (batch.Count > 1 && ChangedNothing(exception))
        {
            // By halves, until whoever is to blame is alone.
            int half = batch.Count / 2;
            await WriteAsync(batch[..half]).ConfigureAwait(false);
            await WriteAsync(batch[half..]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            batch.ForEach(add => add.TrySetException(exception));
        }
    }

    private static bool HasKey(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        foreach (ref readonly NewTask<TTask> task in tasks)
        {
            if (task.Options.UniqueKey is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether it is certain that nothing was added, and one of the tasks is to blame. After a lost connection it is not: to send the tasks once more
    /// might then refuse them as duplicates of themselves.
    /// </summary>
    private static bool ChangedNothing(Exception exception) =>
        exception is InvalidTaskException or DuplicateTaskException or TaskRejectedException
            or ArgumentException or JsonException or NotSupportedException or FormatException or OverflowException;

    private static ReadOnlyMemory<NewTask<TTask>> Join(List<PendingGroupAdd<TTask>> batch)
    {
        if (batch.Count == 1)
        {
            return batch[0].Tasks;
        }

        NewTask<TTask>[] all = new NewTask<TTask>[batch.Sum(static add => add.Tasks.Length)];
        int next = 0;
        foreach (PendingGroupAdd<TTask> add in batch)
        {
            add.Tasks.CopyTo(all.AsMemory(next));
            next += add.Tasks.Length;
        }

        return all;
    }

    private List<PendingGroupAdd<TTask>> TakeBatch()
    {
        List<PendingGroupAdd<TTask>> batch = [];
        int size = 0;
        lock (_lock)
        {
            while (_pending.TryPeek(out PendingGroupAdd<TTask>? next) && (size == 0 || size + next.Tasks.Length <= batchSize))
            {
                _pending.Dequeue();
                if (next.TryBegin())
                {
                    batch.Add(next);
                    size += next.Tasks.Length;
                }
            }

            _isWriting = batch.Count > 0;
        }

        return batch;
    }
}

/// <summary>An add that waits for the call before it.</summary>
internal sealed class PendingGroupAdd<TTask>(ReadOnlyMemory<NewTask<TTask>> tasks)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _isDecided;

    internal ReadOnlyMemory<NewTask<TTask>> Tasks => tasks;

    /// <summary>Whether the add is to be sent; it is not if the caller gave up before.</summary>
    internal bool TryBegin() => Interlocked.Exchange(ref _isDecided, 1) == 0;

    internal void TryGiveUp(CancellationToken cancellationToken)
    {
        if (TryBegin())
        {
            TrySetCanceled(cancellationToken);
        }
    }
}
