namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="accepted"/> is not as long as <paramref name="transitions"/>.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, transitions.Length, nameof(accepted));
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        ReadOnlySpan<TaskTransition<TResult>> moves = transitions.Span;
        Span<bool> answers = accepted.Span;
        Endings<TTask, TResult> endings = default;
        long now = Now();
        Sleeper? awake;
        long due;
        lock (_lock)
        {
            ThrowIfDisposed();
            for (int i = 0; i < moves.Length; i++)
            {
                answers[i] = TryApply(moves[i], now, ref endings);
            }

            awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
            due = _store.EarliestDue;
        }

        endings.Tell();
        Wakeups.Wake(awake);
        _dueTimer.ArmAt(due);
        return ValueTask.CompletedTask;
    }

    private bool TryApply(in TaskTransition<TResult> move, long now, ref Endings<TTask, TResult> endings)
    {
        if (_store.Find(move.Id) is not { } node
            || node.ClaimToken != move.ClaimToken
            || !TaskStateMachine.IsClaimed(node.State)
            || !TaskStateMachine.TryMove(node.State, move.Event, out TaskState to))
        {
            return false;
        }

        TaskEntry<TTask, TResult> entry = Entry(node);
        switch (move.Event)
        {
            case TaskEvent.Report:
                Report(entry, move, now);
                break;
            case TaskEvent.Export:
                _store.Export(entry);
                break;
            case TaskEvent.Succeed:
                entry.Result = move.Result;
                End(entry, to, null, now, ref endings);
                break;
            case TaskEvent.Fail:
                End(entry, to, move.Failure, now, ref endings);
                break;
            case TaskEvent.Stop:
                End(entry, to, entry.Details?.Failure, now, ref endings);
                break;
            default:
                GiveBack(entry, move, now, ref endings);
                break;
        }

        return true;
    }

    private static void Report(TaskNode node, in TaskTransition<TResult> move, long now)
    {
        if (move.Progress is { } progress)
        {
            node.Detailed.Progress = progress;
        }

        if (move.Handle is { } handle)
        {
            // The work begins now, and a scheduler that takes it over counts its timeout from here; but another name for it does not make it younger.
            node.StartedAt = node.Handle is { } known && known.StartToken == handle.StartToken && known.Value != handle.Value ? node.StartedAt : now;
            node.Detailed.Handle = handle;
        }
    }

    // Retry, Defer, Release.
    private void GiveBack(
        TaskEntry<TTask, TResult> entry, in TaskTransition<TResult> move, long now, ref Endings<TTask, TResult> endings)
    {
        if (move.Failure is { } failure)
        {
            entry.Detailed.Failure = failure;
        }

        bool keepsHandle = move.Event == TaskEvent.Release && entry.Handle is not null;
        if (entry.StopRequested && !keepsHandle)
        {
            // It must never start again, and there is no work left for anybody to stop.
            End(entry, TaskState.Stopped, entry.Details?.Failure, now, ref endings);
            return;
        }

        LeaveAttempt(entry, keepsHandle, countsAsAttempt: move.Event == TaskEvent.Retry);
        long notBefore = move.Event == TaskEvent.Release || move.Delay <= TimeSpan.Zero ? now : Ticks.After(now, move.Delay);
        _store.GiveBack(entry, notBefore, now);
    }

    // Work that goes on elsewhere stays in its attempt; everything else begins a new one with the next claim.
    private static void LeaveAttempt(TaskNode node, bool keepsHandle, bool countsAsAttempt)
    {
        if (keepsHandle)
        {
            return;
        }

        if (!countsAsAttempt)
        {
            node.Attempt--;
        }

        if (node.Details is { } details)
        {
            details.Handle = null;
            details.Progress = null;
            details.Callback = null;
        }
    }

    private void End(
        TaskEntry<TTask, TResult> entry, TaskState end, TaskFailure? failure, long now, ref Endings<TTask, TResult> endings)
    {
        if (failure is not null)
        {
            entry.Detailed.Failure = failure;
        }

        if (entry.Details is { } details)
        {
            details.Failure = failure;
            details.StopRequested = false;
        }

        _store.Finish(entry, end, now);
        endings.Add(entry);
    }
}
