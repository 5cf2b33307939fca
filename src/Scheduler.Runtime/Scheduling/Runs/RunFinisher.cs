using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>Writes the end of a run: decides about retries, saves the output first, and tells whoever listens.</summary>
/// <remarks>Called by the one who won <see cref="Run{TTask, TResult}.TryEnd()"/>, so once for each run.</remarks>
internal sealed class RunFinisher<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ITransitionWriter<TTask, TResult> writer,
    FinishedTaskStream<TTask, TResult> finishedTasks)
{
    /// <summary>Writes how the run ended.</summary>
    /// <returns>Whether the move was made.</returns>
    public ValueTask<bool> FinishAsync(Run<TTask, TResult> run, in RunEnding<TResult> ending, WorkerBuffers<TTask, TResult>? buffers = null)
    {
        switch (ending.Event)
        {
            case TaskEvent.Succeed when parts.Persister is not null:
                return ExportAsync(run, ending.Result!, buffers);
            case TaskEvent.Succeed:
                return WriteAsync(run, TaskTransition<TResult>.Succeed(run.Id, run.Key.ClaimToken, ending.Result), ending.Result, buffers);
            case TaskEvent.Fail:
                return WriteAsync(run, AfterFailure(run, ending), default, buffers);
            case TaskEvent.Defer:
                return WriteAsync(run, TaskTransition<TResult>.Defer(run.Id, run.Key.ClaimToken, ending.Delay!.Value), default, buffers);
            case TaskEvent.Release:
                return WriteAsync(run, TaskTransition<TResult>.Release(run.Id, run.Key.ClaimToken), default, buffers);
            default:
                return WriteAsync(run, TaskTransition<TResult>.Stop(run.Id, run.Key.ClaimToken), default, buffers);
        }
    }

    private ValueTask<bool> WriteAsync(
        Run<TTask, TResult> run,
        in TaskTransition<TResult> transition,
        TResult? result,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        ValueTask<WriteResult> written = writer.WriteAsync(transition, run, buffers);
        if (!written.IsCompletedSuccessfully)
        {
            return AwaitAsync(written, run, transition, result);
        }

        return FinalState(transition.Event) is null && finishedTasks.IsOn
            ? AnnounceReturnAsync(run, transition, written.Result)
            : ValueTask.FromResult(Announce(run, transition, result, written.Result));
    }

    private async ValueTask<bool> AwaitAsync(
        ValueTask<WriteResult> written,
        Run<TTask, TResult> run,
        TaskTransition<TResult> transition,
        TResult? result)
    {
        WriteResult answer = await written.ConfigureAwait(false);
        return FinalState(transition.Event) is null && finishedTasks.IsOn
            ? await AnnounceReturnAsync(run, transition, answer).ConfigureAwait(false)
            : Announce(run, transition, result, answer);
    }

    private bool Announce(Run<TTask, TResult> run, in TaskTransition<TResult> transition, TResult? result, WriteResult written)
    {
        SchedulerMeters.Shared.AttemptEnded(parts.Name, transition.Event, written, run.StartedAt, parts.Time);
        if (written == WriteResult.Refused)
        {
            parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
        }
        else if (written == WriteResult.Accepted && finishedTasks.IsOn && FinalState(transition.Event) is { } state)
        {
            Publish(run, state, result, transition.Failure);
        }

        return written == WriteResult.Accepted;
    }

    /// <summary>A task that was to wait again has ended instead if somebody had asked for its stop; only its record tells.</summary>
    private async ValueTask<bool> AnnounceReturnAsync(Run<TTask, TResult> run, TaskTransition<TResult> transition, WriteResult written)
    {
        try
        {
            TaskId[] ids = [run.Id];
            IReadOnlyList<TaskRecord<TTask, TResult>?> records =
                await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
            if (written == WriteResult.Accepted && records[0] is { State: TaskState.Stopped } record && record.ClaimToken == run.Key.ClaimToken)
            {
                Publish(run, TaskState.Stopped, default, transition.Failure);
            }
        }
        catch (Exception)
        {
            // The stream promises no more than what this scheduler could learn; the move itself was made.
        }

        return Announce(run, transition, default, written);
    }

    private void Publish(Run<TTask, TResult> run, TaskState state, TResult? result, TaskFailure? failure)
    {
        TimeSpan duration = parts.Time.GetElapsedTime(run.StartedAt);
        finishedTasks.Publish(new FinishedTask<TTask, TResult>(run.Id, run.Claimed.Payload, state, result, failure, run.Attempt, duration));
    }

    private static TaskState? FinalState(TaskEvent happening) => happening switch
    {
        TaskEvent.Succeed => TaskState.Succeeded,
        TaskEvent.Fail => TaskState.Failed,
        TaskEvent.Stop => TaskState.Stopped,
        _ => null,
    };

    /// <summary>Whether another attempt follows, and when.</summary>
    private TaskTransition<TResult> AfterFailure(Run<TTask, TResult> run, in RunEnding<TResult> ending)
    {
        TaskFailure failure = ending.Failure!;
        bool mayRetry = !ending.DoNotRetry && run.Attempt < run.MaxAttempts;
        if (mayRetry && (ending.Delay ?? AskPolicy(run, failure)) is { } delay)
        {
            delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
            parts.Logger.AttemptFailed(failure.Exception, parts.Name, run.Id, run.Attempt, run.MaxAttempts, failure.Reason, delay);
            return TaskTransition<TResult>.Retry(run.Id, run.Key.ClaimToken, failure, delay);
        }

        parts.Logger.TaskFailed(failure.Exception, parts.Name, run.Id, run.Attempt, failure.Reason, failure.Message);
        return TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, failure);
    }

    private TimeSpan? AskPolicy(Run<TTask, TResult> run, TaskFailure failure)
    {
        try
        {
            return parts.Options.Retry.NextDelay(new FailedAttempt(run.Id, run.Attempt, failure));
        }
        catch (Exception exception)
        {
            parts.Logger.RetryPolicyFailed(exception, parts.Name, run.Id);
            return null;
        }
    }

    /// <summary>Saves the output where the persister keeps it; only then the task has succeeded.</summary>
    private async ValueTask<bool> ExportAsync(Run<TTask, TResult> run, TResult output, WorkerBuffers<TTask, TResult>? buffers)
    {
        TaskTransition<TResult> export = TaskTransition<TResult>.Export(run.Id, run.Key.ClaimToken);
        if (await writer.WriteAsync(export, run, buffers).ConfigureAwait(false) != WriteResult.Accepted)
        {
            // Whoever has the task now saves its own output; ours must not overwrite it.
            parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
            return false;
        }

        try
        {
            await parts.Persister!.SaveAsync(run.Id, run.Claimed.Payload, output, run.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return await AfterFailedSaveAsync(run, exception, buffers).ConfigureAwait(false);
        }

        TaskTransition<TResult> succeed = TaskTransition<TResult>.Succeed(run.Id, run.Key.ClaimToken, default);
        return await WriteAsync(run, succeed, output, buffers).ConfigureAwait(false);
    }

    private async ValueTask<bool> AfterFailedSaveAsync(Run<TTask, TResult> run, Exception exception, WorkerBuffers<TTask, TResult>? buffers)
    {
        // Only while the claim holds: otherwise what is saved may be the output of whoever has the task now.
        TaskTransition<TResult> stillOurs = TaskTransition<TResult>.Report(run.Id, run.Key.ClaimToken, null, null);
        if (run.Reason == EndReason.LeaseLost || await writer.WriteAsync(stillOurs, run, buffers).ConfigureAwait(false) != WriteResult.Accepted)
        {
            parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
            return false;
        }

        await RemoveHalfSavedAsync(run).ConfigureAwait(false);
        RunEnding<TResult> ending = run.Reason switch
        {
            EndReason.Stop => RunEnding<TResult>.Stopped,
            EndReason.Shutdown => RunEnding<TResult>.Released,
            EndReason.Timeout => RunEnding<TResult>.Failed(run.TimedOut()),
            _ => RunEnding<TResult>.Failed(TaskFailure.FromException(exception, TaskFailureReason.Export)),
        };
        return await FinishAsync(run, ending, buffers).ConfigureAwait(false);
    }

    private async ValueTask RemoveHalfSavedAsync(Run<TTask, TResult> run)
    {
        try
        {
            await parts.Persister!.DeleteAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            parts.Logger.OutputCleanupFailed(exception, parts.Name, run.Id);
        }
    }
}
