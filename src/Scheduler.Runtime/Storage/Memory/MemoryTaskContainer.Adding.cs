namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>
    /// If the container is full, the call waits for room behind those that came earlier, up to the time of the options. A task
    /// takes up room while it is unstarted or waiting; what is retried, given back, rescued or restarted is never refused.
    /// </remarks>
    /// <exception cref="ArgumentException">A task has no id or no options, or <paramref name="outcomes"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed, before or during the wait for room.</exception>
    public ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks,
        Memory<ITaskOutcomeSource<TResult>?> outcomes,
        CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(outcomes.Length, tasks.Length, nameof(outcomes), mayBeEmpty: true);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (tasks.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        if (tasks.Length > _room.Capacity)
        {
            return ValueTask.FromException(new TaskQueueFullException(_room.Capacity, tasks.Length, TimeSpan.Zero));
        }

        // Made before the lock is taken: allocating is most of the work.
        TaskBatch batch = MakeEntries(tasks.Span);
        PendingAdd? pending = AddOrQueue(batch, outcomes.Span);
        return pending is null ? ValueTask.CompletedTask
            : pending.Failure is { } failure ? ValueTask.FromException(failure)
            : new ValueTask(WaitForRoomAsync(pending, outcomes, cancellationToken));
    }

    // Answers null if the tasks were added. Otherwise they were refused, or are in the line.
    private PendingAdd? AddOrQueue(in TaskBatch batch, Span<ITaskOutcomeSource<TResult>?> outcomes)
    {
        long now = Now();
        Sleeper? awake;
        long due;
        lock (_lock)
        {
            ThrowIfDisposed();
            if (_store.TryRegister(batch) is { } conflicts)
            {
                return new PendingAdd(batch) { Failure = new DuplicateTaskException(conflicts) };
            }

            if (!_room.IsFree(_store, batch.Count))
            {
                _store.Unregister(batch);
                var pending = new PendingAdd(batch) { Entries = outcomes.IsEmpty ? [] : batch.ToArray() };
                _room.Add(pending);
                return pending;
            }

            Publish(batch, outcomes);
            _store.Insert(batch, now);
            awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
            due = _store.EarliestDue;
        }

        Wakeups.Wake(awake);
        _dueTimer.ArmAt(due);
        return null;
    }

    private async Task WaitForRoomAsync(
        PendingAdd pending,
        Memory<ITaskOutcomeSource<TResult>?> outcomes,
        CancellationToken cancellationToken)
    {
        void OnTimeout(object? _) =>
            GiveUp(pending, new TaskQueueFullException(_room.Capacity, pending.Batch.Count, _addTimeout));

        void OnCancelled() => GiveUp(pending, new OperationCanceledException(cancellationToken));

        using ITimer? timer = Durations.After(_time, _addTimeout, OnTimeout, pending);
        using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(_ => OnCancelled(), null);
        await pending.Task.ConfigureAwait(false);
        Publish(pending.Entries, outcomes.Span);
    }

    private void GiveUp(PendingAdd pending, Exception why)
    {
        Admissions admitted = default;
        long now = Now();
        lock (_lock)
        {
            if (!_room.TryRemove(pending))
            {
                return;
            }

            // Those behind may ask for less.
            Admit(now, ref admitted);
        }

        pending.Failure = why;
        pending.End();
        Finish(admitted);
    }

    // Lets in those for whom there is room now, in the order in which they came. Called under the lock.
    private void Admit(long now, ref Admissions admitted)
    {
        while (_room.TakeFirst(_store) is { } pending)
        {
            // The names may have been taken while the add waited.
            if (_store.TryRegister(pending.Batch) is { } conflicts)
            {
                pending.Failure = new DuplicateTaskException(conflicts);
            }
            else
            {
                _store.Insert(pending.Batch, now);
            }

            (admitted.Adds ??= []).Add(pending);
        }

        if (admitted.Adds is not null)
        {
            admitted.Awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
            admitted.Due = _store.EarliestDue;
        }
    }

    // Tells those who were let in. Called outside the lock.
    private void Finish(in Admissions admitted)
    {
        if (admitted.Adds is null)
        {
            return;
        }

        foreach (PendingAdd pending in admitted.Adds)
        {
            pending.End();
        }

        Wakeups.Wake(admitted.Awake);
        _dueTimer.ArmAt(admitted.Due);
    }

    private static TaskBatch MakeEntries(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        TaskNode? first = null;
        TaskNode? last = null;
        for (int i = 0; i < tasks.Length; i++)
        {
            ref readonly NewTask<TTask> task = ref tasks[i];
            ContainerArguments.Check(task, i, nameof(tasks));
            TaskState state = task.Start ? TaskState.Waiting : TaskState.Unstarted;
            var entry = new TaskEntry<TTask, TResult>(task.Id, task.Payload, task.Options, state);
            if (last is null)
            {
                first = entry;
            }
            else
            {
                last.StateLinks.Next = entry;
            }

            last = entry;
        }

        return new TaskBatch(first!, tasks.Length);
    }

    private static void Publish(TaskNode[] entries, Span<ITaskOutcomeSource<TResult>?> outcomes)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            outcomes[i] = Entry(entries[i]);
        }
    }

    private static void Publish(in TaskBatch batch, Span<ITaskOutcomeSource<TResult>?> outcomes)
    {
        TaskNode? node = batch.First;
        for (int i = 0; i < outcomes.Length; i++, node = node!.StateLinks.Next)
        {
            outcomes[i] = Entry(node!);
        }
    }

    /// <summary>Adds that were let in under the lock, and what is to be done about it outside.</summary>
    private struct Admissions
    {
        internal List<PendingAdd>? Adds;
        internal Sleeper? Awake;
        internal long Due;
    }
}
