namespace GeneratedScheduler.Storage;

/// <summary>A task in memory, which also tells its observers how it ended.</summary>
/// <remarks>
/// An entry outlives its place in the container for as long as somebody has a handle of it. Observers read without the
/// container's lock: the outcome is written before the state that says it is there, and <see cref="TaskNode.Life"/> tells
/// whether a restart came between.
/// </remarks>
internal sealed class TaskEntry<TTask, TResult>(TaskId id, TTask payload, EnqueueOptions options, TaskState state)
    : TaskNode(id, options, state), ITaskOutcomeSource<TResult>, IKnownEnd
{
    public TaskState? End => TryGetOutcome(out TaskOutcome<TResult> outcome) ? outcome.State : null;

    internal readonly TTask Payload = payload;

    internal TResult? Result;

    private TaskCompletionSource<TaskOutcome<TResult>>? _observers;

    public Task<TaskOutcome<TResult>> WaitAsync(TaskId id)
    {
        if (TryGetOutcome(out TaskOutcome<TResult> outcome))
        {
            return Task.FromResult(outcome);
        }

        TaskCompletionSource<TaskOutcome<TResult>>? observers = Volatile.Read(ref _observers);
        if (observers is null)
        {
            var made = new TaskCompletionSource<TaskOutcome<TResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
            observers = Interlocked.CompareExchange(ref _observers, made, null) ?? made;
        }

        // The task may have ended in between without seeing the observers; whoever takes them out completes them.
        if (TryGetOutcome(out outcome) && TakeObservers() is { } missed)
        {
            missed.TrySetResult(outcome);
        }

        return observers.Task;
    }

    /// <summary>Those who wait for the end, if anybody does. Asked for once the end is written, and completed outside the lock.</summary>
    internal TaskCompletionSource<TaskOutcome<TResult>>? TakeObservers() => Interlocked.Exchange(ref _observers, null);

    /// <summary>How the task ended, if it has.</summary>
    internal bool TryGetOutcome(out TaskOutcome<TResult> outcome)
    {
        while (true)
        {
            int life = Life;
            TaskState state = StateOf(life);
            if (state < TaskState.Succeeded)
            {
                outcome = default;
                return false;
            }

            outcome = new TaskOutcome<TResult>(
                state,
                state == TaskState.Succeeded ? Result : default,
                state == TaskState.Failed ? Details?.Failure : null);

            // A restart clears what was just read. Then the outcome is that of no life at all, and is read again.
            Interlocked.MemoryBarrier();
            if (Life == life)
            {
                return true;
            }
        }
    }

    internal TaskRecord<TTask, TResult> ToRecord()
    {
        TaskState state = State;
        bool claimed = TaskStateMachine.IsClaimed(state);
        bool finished = TaskStateMachine.IsFinished(state);
        return new TaskRecord<TTask, TResult>(Id, Payload, state, Options)
        {
            Attempt = Attempt,
            Losses = Losses,
            ClaimToken = ClaimToken,
            Owner = claimed ? ((Claimant)Place!).Id : null,
            LeaseUntil = claimed ? Ticks.ToMoment(LeaseUntilOrFinishedAt) : null,
            Handle = Handle?.Value,
            StopRequested = StopRequested,
            Progress = Details?.Progress,
            Failure = Details?.Failure,
            Result = Result,
            CreatedAt = Ticks.ToMoment(CreatedAt),
            NotBefore = Ticks.ToMoment(NotBefore),
            StartedAt = StartedAt == 0 ? null : Ticks.ToMoment(StartedAt),
            FinishedAt = finished ? Ticks.ToMoment(LeaseUntilOrFinishedAt) : null,
        };
    }
}
