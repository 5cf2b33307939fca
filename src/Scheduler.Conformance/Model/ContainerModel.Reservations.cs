using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <remarks>What <see cref="IReservingTaskContainer{TTask, TResult}"/> adds: a waiting task with an owner is reserved.</remarks>
internal partial class ContainerModel<TTask, TResult>
{
    /// <summary>Gives a due task to a claimant without beginning it.</summary>
    public virtual ClaimedTask<TTask> Reserve(ModelTask<TTask, TResult> task, ClaimantId claimant, TimeSpan lease, long token)
    {
        Hold(task, claimant, lease, token);
        return Show(task) with { MustBegin = task.MustBegin };
    }

    /// <summary>Whether a task that was just added is to be reserved with it.</summary>
    public virtual bool ReservesNew(ModelTask<TTask, TResult> task) => IsDue(task);

    protected static bool IsReserved(ModelTask<TTask, TResult> task) => task.State == TaskState.Waiting && task.Owner is not null;

    protected virtual void Begin(ModelTask<TTask, TResult> task)
    {
        if (task.Handle is null)
        {
            task.Attempt++;
            task.StartedAt = Now;
        }

        task.State = TaskState.Running;
        task.MustBegin = false;
    }

    /// <summary>Makes a move of a reserved task, or begins it and answers <see langword="null"/>: the move is then one of a running task.</summary>
    protected virtual bool? MoveReserved(ModelTask<TTask, TResult> task, TaskTransition<TResult> move)
    {
        switch (move.Event)
        {
            case TaskEvent.Begin:
                Begin(task);
                return true;
            case TaskEvent.Stop:
                End(task, TaskState.Stopped, task.Failure, default);
                return true;
            case TaskEvent.Release or TaskEvent.Defer:
                GiveBackReserved(task, move);
                return true;
            default:
                Begin(task);
                return null;
        }
    }

    protected virtual void GiveBackReserved(ModelTask<TTask, TResult> task, TaskTransition<TResult> move)
    {
        bool keepsHandle = move.Event == TaskEvent.Release && task.Handle is not null;
        if (task.StopRequested && !keepsHandle)
        {
            End(task, TaskState.Stopped, task.Failure, default);
            return;
        }

        if (move.Event == TaskEvent.Release)
        {
            // As if nobody had ever reserved it: in its old place.
            EndClaim(task, TaskState.Waiting);
            return;
        }

        // It was not begun, so there is no attempt to take back.
        MakeWait(task, keepsHandle, attemptCounts: true, move.Delay);
    }

    protected virtual RescueReport RescueReserved(ModelTask<TTask, TResult> task, RescueReport report)
    {
        if (task.StopRequested && task.Handle is null)
        {
            End(task, TaskState.Stopped, task.Failure, default);
            return report with { Stopped = report.Stopped + 1 };
        }

        EndClaim(task, TaskState.Waiting);
        task.MustBegin = true;
        return report with { Rescued = report.Rescued + 1 };
    }

    private void Hold(ModelTask<TTask, TResult> task, ClaimantId claimant, TimeSpan lease, long token)
    {
        task.ClaimToken = LatestToken = token;
        task.Owner = claimant;
        task.LeaseUntil = Now + lease;
    }
}
