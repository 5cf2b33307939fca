using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Completes runs: saves the output, writes the move that follows, tells those who wait for the task, and frees the slot.</summary>
/// <remarks>
/// Writes are called by the one who won <see cref="Run{TTask, TResult}.TryEnd()"/>, so once for each run. Never throws: what the application has put in
/// (policies, persisters, containers, listeners) may do anything, and the run gets an end all the same.
/// </remarks>
internal sealed class RunCompletion<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    RunTable<TTask, TResult> runs,
    ClaimGate<TTask, TResult> gate,
    ITransitionWriter<TTask, TResult> writer,
    FinishedTaskStream<TTask, TResult> finishedTasks,
    AwaitedTasks<TResult> awaited)
{
    private readonly RunTransitions<TTask, TResult> _transitions = new(parts);
    private readonly OutputExport<TTask, TResult>? _export =
        parts.Persister is null ? null : new OutputExport<TTask, TResult>(parts, parts.Persister, writer);

    /// <summary>Writes what follows from the result of a run.</summary>
    /// <returns>Whether the move was made.</returns>
    public ValueTask<bool> WriteAsync(Run<TTask, TResult> run, in RunResult<TResult> result, WorkerBuffers<TTask, TResult>? buffers = null)
    {
        try
        {
            return _export is not null && result.Event == TaskEvent.Succeed
                ? ExportAsync(_export, run, result.Result!, buffers)
                : MoveAsync(run, _transitions.After(run, result), result.Result, buffers);
        }
        catch (Exception exception)
        {
            return FailInsteadAsync(run, exception);
        }
    }

    /// <summary>Notes that a part of a run is over, and frees its slot if it was the last part.</summary>
    public void Complete(Run<TTask, TResult> run, RunParts part)
    {
        if (run.Complete(part))
        {
            runs.Forget(run);
            parts.Background.Forget(run.DisposeServicesAsync(), "disposing the services of a run");
            gate.Release(run.Slot);
        }
    }

    private async ValueTask<bool> ExportAsync(
        OutputExport<TTask, TResult> export,
        Run<TTask, TResult> run,
        TResult output,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        try
        {
            if (await export.SaveAsync(run, output, buffers).ConfigureAwait(false) is not { } result)
            {
                parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
                return false;
            }

            // What the persister has is not given to the container a second time.
            TaskTransition<TResult> move = result.Event == TaskEvent.Succeed
                ? TaskTransition<TResult>.Succeed(run.Id, run.Key.ClaimToken, default)
                : _transitions.After(run, result);
            return await MoveAsync(run, move, result.Result, buffers).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return await FailInsteadAsync(run, exception).ConfigureAwait(false);
        }
    }

    private ValueTask<bool> MoveAsync(
        Run<TTask, TResult> run,
        in TaskTransition<TResult> transition,
        TResult? result,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        ValueTask<WriteResult> writing = writer.WriteAsync(transition, run, buffers);
        if (!writing.IsCompletedSuccessfully)
        {
            return AwaitAsync(writing, run, transition, result);
        }

        WriteResult written = writing.Result;
        return written == WriteResult.Unstorable || MayHaveStopped(transition, written)
            ? AwaitAsync(ValueTask.FromResult(written), run, transition, result)
            : ValueTask.FromResult(Announce(run, transition, result, written));
    }

    private async ValueTask<bool> AwaitAsync(
        ValueTask<WriteResult> writing,
        Run<TTask, TResult> run,
        TaskTransition<TResult> transition,
        TResult? result)
    {
        try
        {
            WriteResult written = await writing.ConfigureAwait(false);
            if (written == WriteResult.Unstorable && _transitions.InsteadOf(run, transition) is { } instead)
            {
                return await MoveAsync(run, instead, default, null).ConfigureAwait(false);
            }

            if (MayHaveStopped(transition, written))
            {
                await PublishIfStoppedAsync(run, transition.Failure).ConfigureAwait(false);
            }

            return Announce(run, transition, result, written);
        }
        catch (Exception exception)
        {
            return await FailInsteadAsync(run, exception).ConfigureAwait(false);
        }
    }

    /// <summary>What was meant to be written cannot be; that is the failure of the attempt.</summary>
    private async ValueTask<bool> FailInsteadAsync(Run<TTask, TResult> run, Exception exception)
    {
        parts.Logger.WorkerFailed(exception, parts.Name, run.Id);
        try
        {
            // If an end was written before something threw, this one is refused.
            TaskTransition<TResult> fail = TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, TaskFailure.FromException(exception));
            WriteResult written = await writer.WriteAsync(fail, run, null).ConfigureAwait(false);
            if (written == WriteResult.Unstorable && _transitions.InsteadOf(run, fail) is { } plain)
            {
                fail = plain;
                written = await writer.WriteAsync(fail, run, null).ConfigureAwait(false);
            }

            return Announce(run, fail, default, written);
        }
        catch (Exception again)
        {
            parts.Logger.EndNotWritten(again, parts.Name, run.Id);
            return false;
        }
    }

    private bool Announce(Run<TTask, TResult> run, in TaskTransition<TResult> transition, TResult? result, WriteResult written)
    {
        SchedulerMeters.Shared.AttemptEnded(parts.Name, transition.Event, written == WriteResult.Accepted, run.StartedAt, parts.Time);
        if (written == WriteResult.Refused)
        {
            parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
        }
        else if (written == WriteResult.Accepted && FinalState(transition.Event) is { } state)
        {
            awaited.Ended(run.Id, new TaskOutcome<TResult>(state, result, transition.Failure));
            if (finishedTasks.IsOn)
            {
                Publish(run, state, result, transition.Failure);
            }
        }

        return written == WriteResult.Accepted;
    }

    // A task that was to wait again has ended instead if somebody had asked for its stop.
    private bool MayHaveStopped(in TaskTransition<TResult> transition, WriteResult written) =>
        written == WriteResult.Accepted && finishedTasks.IsOn && FinalState(transition.Event) is null;

    private async ValueTask PublishIfStoppedAsync(Run<TTask, TResult> run, TaskFailure? failure)
    {
        try
        {
            TaskId[] ids = [run.Id];
            IReadOnlyList<TaskRecord<TTask, TResult>?> records =
                await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
            if (records[0] is { State: TaskState.Stopped } record && record.ClaimToken == run.Key.ClaimToken)
            {
                Publish(run, TaskState.Stopped, default, failure);
            }
        }
        catch (Exception)
        {
            // The stream promises no more than what this scheduler could learn; the move itself was made.
        }
    }

    private void Publish(Run<TTask, TResult> run, TaskState state, TResult? result, TaskFailure? failure)
    {
        TimeSpan duration = parts.Time.GetElapsedTime(run.StartedAt);
        finishedTasks.Publish(new FinishedTask<TTask, TResult>(run.Id, run.Payload, state, result, failure, run.Attempt, duration)
        {
            ExitCode = run.DetailsOrNull?.ExitCode,
            Logs = run.DetailsOrNull?.Logs,
        });
    }

    private static TaskState? FinalState(TaskEvent happening) => happening switch
    {
        TaskEvent.Succeed => TaskState.Succeeded,
        TaskEvent.Fail => TaskState.Failed,
        TaskEvent.Stop => TaskState.Stopped,
        _ => null,
    };
}
