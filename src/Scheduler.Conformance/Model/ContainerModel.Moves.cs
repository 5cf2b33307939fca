using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

internal partial class ContainerModel<TTask, TResult>
{
    public virtual bool Apply(TaskTransition<TResult> move)
    {
        if (Find(move.Id) is not { } task || !MayMove(task, move.ClaimToken))
        {
            return false;
        }

        if (!TaskStateMachine.TryMove(task.State, move.Event, out TaskState to))
        {
            return false;
        }

        switch (move.Event)
        {
            case TaskEvent.Report:
                task.Progress = move.Progress ?? task.Progress;
                task.StartedAt = BeginsWork(task.Handle, move.Handle) ? Now : task.StartedAt;
                task.Handle = move.Handle ?? task.Handle;
                break;
            case TaskEvent.Export:
                task.State = to;
                break;
            case TaskEvent.Succeed or TaskEvent.Fail or TaskEvent.Stop:
                End(task, to, move.Failure, move.Result);
                break;
            default:
                GiveBack(task, move);
                break;
        }

        return true;
    }

    public virtual LeaseReport Renew(RenewRequest request)
    {
        List<ClaimKey> lost = [];
        List<ClaimKey> toStop = [];
        List<string> callbacks = [];
        foreach (ClaimKey key in request.Held.Span)
        {
            if (Find(key.Id) is not { } task || !MayMove(task, key.ClaimToken))
            {
                lost.Add(key);
                continue;
            }

            task.LeaseUntil = Now + request.LeaseDuration;
            if (task.StopRequested)
            {
                toStop.Add(key);
            }

            if (task.Callback is { } callback)
            {
                callbacks.Add(callback);
            }
        }

        return new LeaseReport(lost, toStop, callbacks);
    }

    public virtual bool Relay(RelayedCallback callback)
    {
        bool isOfPresentWork = Find(callback.Id) is { } found
            && (found.Handle is { } handle
                ? handle.StartToken == callback.StartToken && !TaskStateMachine.IsFinished(found.State)
                : MayMove(found, callback.StartToken));
        if (isOfPresentWork)
        {
            ModelTask<TTask, TResult> task = Find(callback.Id)!;
            task.Progress = callback.Progress ?? task.Progress;
            task.Callback = callback.End ?? task.Callback;
        }

        return isOfPresentWork;
    }

    public virtual RescueReport Rescue(RescueRequest request)
    {
        RescueReport report = default;
        foreach (ModelTask<TTask, TResult> task in Tasks.Where(IsExpired).Take(request.Limit).ToList())
        {
            task.Losses++;
            bool keepsHandle = request.CanReattach && task.Handle is not null;
            if (task.StopRequested && !keepsHandle)
            {
                End(task, TaskState.Stopped, null, default);
                report = report with { Stopped = report.Stopped + 1 };
            }
            else if (task.Losses > request.MaxLosses)
            {
                End(task, TaskState.Failed, new TaskFailure(TaskFailureReason.Lost, "The scheduler that ran the task was lost more often than MaxLosses allows."), default);
                report = report with { Failed = report.Failed + 1 };
            }
            else
            {
                MakeWait(task, keepsHandle, attemptCounts: false, TimeSpan.Zero);
                report = report with { Rescued = report.Rescued + 1 };
            }
        }

        return report;
    }

    // Another name for work that has begun does not make it younger.
    private static bool BeginsWork(TaskRunHandle? known, TaskRunHandle? told) =>
        told is not null && (known is null || known.StartToken != told.StartToken || known.Value == told.Value);

    protected virtual bool MayMove(ModelTask<TTask, TResult> task, long token) =>
        TaskStateMachine.IsClaimed(task.State) && task.ClaimToken == token;

    protected virtual bool IsExpired(ModelTask<TTask, TResult> task) =>
        TaskStateMachine.IsClaimed(task.State) && task.LeaseUntil <= Now;

    protected virtual void GiveBack(ModelTask<TTask, TResult> task, TaskTransition<TResult> move)
    {
        bool keepsHandle = move.Event == TaskEvent.Release && task.Handle is not null;
        if (task.StopRequested && !keepsHandle)
        {
            End(task, TaskState.Stopped, move.Failure, default);
            return;
        }

        task.Failure = move.Failure ?? task.Failure;
        MakeWait(task, keepsHandle, attemptCounts: move.Event == TaskEvent.Retry, move.Delay);
    }

    protected virtual void MakeWait(ModelTask<TTask, TResult> task, bool keepsHandle, bool attemptCounts, TimeSpan delay)
    {
        if (!keepsHandle)
        {
            // With a handle the attempt itself goes on; the next claim will not begin one.
            task.Attempt -= attemptCounts ? 0 : 1;
            task.Handle = null;
            task.Progress = null;
            task.Callback = null;
        }

        EndClaim(task, TaskState.Waiting);
        task.NotBefore = Later(delay);
        task.Sequence = ++_sequence;
    }

    protected virtual void End(ModelTask<TTask, TResult> task, TaskState end, TaskFailure? failure, TResult? result)
    {
        EndClaim(task, end);
        task.StopRequested = false;
        task.Failure = failure;
        task.Result = result;
        task.FinishedAt = Now;
        task.Outcome.TrySetResult(new TaskOutcome<TResult>(end, result, end == TaskState.Failed ? failure : null));
    }

    private static void EndClaim(ModelTask<TTask, TResult> task, TaskState next)
    {
        task.State = next;
        task.Owner = null;
        task.LeaseUntil = null;
    }
}
