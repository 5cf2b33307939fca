namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// <paramref name="command"/> is not a member of <see cref="TaskCommand"/>, or <paramref name="results"/> is shorter or longer than <paramref name="ids"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask ExecuteAsync(
        TaskCommand command,
        ReadOnlyMemory<TaskId> ids,
        Memory<CommandResult> results,
        CancellationToken cancellationToken)
    {
        ContainerArguments.Check(command);
        ContainerArguments.CheckPlaces(results.Length, ids.Length, nameof(results));
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        ReadOnlySpan<TaskId> tasks = ids.Span;
        Span<CommandResult> answers = results.Span;
        long now = Now();
        Endings<TTask, TResult> endings = default;
        Admissions admitted = default;
        Sleeper? awake;
        long due;
        lock (_lock)
        {
            ThrowIfDisposed();
            for (int i = 0; i < tasks.Length; i++)
            {
                answers[i] = Execute(command, tasks[i], now, ref endings);
            }

            if (_room.HasLine)
            {
                Admit(now, ref admitted);
            }

            awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
            due = _store.EarliestDue;
        }

        endings.Tell();
        Finish(admitted);
        Wakeups.Wake(awake);
        _dueTimer.ArmAt(due);
        return ValueTask.CompletedTask;
    }

    private CommandResult Execute(TaskCommand command, TaskId id, long now, ref Endings<TTask, TResult> endings)
    {
        if (_store.Find(id) is not { } node)
        {
            return new CommandResult(id, CommandOutcome.NotFound, TaskState.Deleted);
        }

        if (!TaskStateMachine.TryMove(node.State, command, out TaskState to))
        {
            return new CommandResult(id, CommandOutcome.Refused, node.State);
        }

        CommandOutcome outcome = command switch
        {
            TaskCommand.Start => Start(node, now),
            TaskCommand.Stop => Stop(Entry(node), to, now, ref endings),
            TaskCommand.Restart => Restart(Entry(node), now),
            _ => Delete(Entry(node), ref endings),
        };

        return new CommandResult(id, outcome, command == TaskCommand.Delete ? TaskState.Deleted : node.State);
    }

    private CommandOutcome Start(TaskNode node, long now)
    {
        _store.Start(node, now);
        return CommandOutcome.Done;
    }

    private CommandOutcome Stop(TaskEntry<TTask, TResult> entry, TaskState to, long now, ref Endings<TTask, TResult> endings)
    {
        if (entry.State == TaskState.Waiting && entry.Handle is null)
        {
            End(entry, to, entry.Details?.Failure, now, ref endings);
            return CommandOutcome.Done;
        }

        // Whoever runs the task stops it. Work elsewhere that nobody watches is claimed first, and at once.
        entry.Detailed.StopRequested = true;
        if (entry.State == TaskState.Waiting)
        {
            _store.Hasten(entry, now);
        }

        return CommandOutcome.Requested;
    }

    private CommandOutcome Restart(TaskEntry<TTask, TResult> entry, long now)
    {
        if (!_store.TryRestart(entry, now))
        {
            return CommandOutcome.Conflict;
        }

        entry.Result = default;
        return CommandOutcome.Done;
    }

    private CommandOutcome Delete(TaskEntry<TTask, TResult> entry, ref Endings<TTask, TResult> endings)
    {
        bool finished = TaskStateMachine.IsFinished(entry.State);
        _store.Delete(entry);

        // A finished task told its observers long ago, and its handles go on telling its end.
        if (!finished)
        {
            entry.EndUnfinished();
            endings.Add(entry);
        }

        return CommandOutcome.Done;
    }
}
