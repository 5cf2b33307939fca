using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Writes the end of a run: decides about retries, saves the output first, and tells whoever listens.</summary>
/// <remarks>
/// Called by the one who won <see cref="Run{TTask, TResult}.TryEnd()"/>, so once for each run. Never throws: what the application has put in
/// (policies, persisters, containers, listeners) may do anything, and the run gets an end all the same.
/// </remarks>
internal sealed class RunFinisher<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ITransitionWriter<TTask, TResult> writer,
    FinishedTaskStream<TTask, TResult> finishedTasks,
    OutcomePoller<TTask, TResult> outcomes)
{
    private const int LeastUnreadableAttempts = 4;

    private readonly RunExporter<TTask, TResult>? _exporter =
        parts.Persister is null ? null : new RunExporter<TTask, TResult>(parts, parts.Persister, writer);

    /// <summary>Writes how the run ended.</summary>
    /// <returns>Whether the move was made.</returns>
    public ValueTask<bool> FinishAsync(Run<TTask, TResult> run, in RunEnding<TResult> ending, WorkerBuffers<TTask, TResult>? buffers = null)
    {
        try
        {
            return WriteEndAsync(run, ending, buffers);
        }
        catch (Exception exception)
        {
            return FailInsteadAsync(run, exception);
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
            if (written == WriteResult.Unstorable && Instead(run, fail) is { } plain)
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

    private ValueTask<bool> WriteEndAsync(Run<TTask, TResult> run, in RunEnding<TResult> ending, WorkerBuffers<TTask, TResult>? buffers)
    {
        switch (ending.Event)
        {
            case TaskEvent.Succeed when _exporter is not null:
                return ExportAsync(_exporter, run, ending.Result!, buffers);
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

    private async ValueTask<bool> ExportAsync(
        RunExporter<TTask, TResult> exporter,
        Run<TTask, TResult> run,
        TResult output,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        try
        {
            if (await exporter.SaveAsync(run, output, buffers).ConfigureAwait(false) is not { } ending)
            {
                parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
                return false;
            }

            if (ending.Event != TaskEvent.Succeed)
            {
                return await WriteEndAsync(run, ending, buffers).ConfigureAwait(false);
            }

            // The persister has the output; the container is not given it a second time.
            TaskTransition<TResult> succeed = TaskTransition<TResult>.Succeed(run.Id, run.Key.ClaimToken, default);
            return await WriteAsync(run, succeed, output, buffers).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return await FailInsteadAsync(run, exception).ConfigureAwait(false);
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

        WriteResult answer = written.Result;
        if (answer == WriteResult.Unstorable)
        {
            return AwaitAsync(ValueTask.FromResult(answer), run, transition, result);
        }

        return FinalState(transition.Event) is null && finishedTasks.IsOn
            ? AnnounceReturnAsync(run, transition, answer)
            : ValueTask.FromResult(Announce(run, transition, result, answer));
    }

    private async ValueTask<bool> AwaitAsync(
        ValueTask<WriteResult> written,
        Run<TTask, TResult> run,
        TaskTransition<TResult> transition,
        TResult? result)
    {
        try
        {
            WriteResult answer = await written.ConfigureAwait(false);
            if (answer == WriteResult.Unstorable && Instead(run, transition) is { } instead)
            {
                return await WriteAsync(run, instead, default, null).ConfigureAwait(false);
            }

            return FinalState(transition.Event) is null && finishedTasks.IsOn
                ? await AnnounceReturnAsync(run, transition, answer).ConfigureAwait(false)
                : Announce(run, transition, result, answer);
        }
        catch (Exception exception)
        {
            return await FailInsteadAsync(run, exception).ConfigureAwait(false);
        }
    }

    /// <summary>What to write instead of a move that the container refuses; <see langword="null"/> if it is left to whoever rescues the task.</summary>
    private TaskTransition<TResult>? Instead(Run<TTask, TResult> run, in TaskTransition<TResult> refused)
    {
        string words = run.Details.Refusal ?? "The container does not store it.";
        if (refused.Failure is { } failure && PlainFailure.Of(failure) is { } plain && plain != failure)
        {
            // A failure is always told, with its true reason, whatever characters the store has and however much fits.
            return refused.Event == TaskEvent.Retry
                ? TaskTransition<TResult>.Retry(run.Id, run.Key.ClaimToken, plain, refused.Delay)
                : TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, plain);
        }

        return refused.Event switch
        {
            // To run it again would change nothing: the code has done its work, and it is the store that does not want the result.
            TaskEvent.Succeed => AfterFailure(run, RunEnding<TResult>.Unstorable(words)),
            TaskEvent.Retry when refused.Failure is { } reason => TaskTransition<TResult>.Fail(
                run.Id, run.Key.ClaimToken, reason with { Message = $"{reason.Message} (The store refused another attempt. {words})" }),
            TaskEvent.Stop or TaskEvent.Defer => AfterFailure(run, RunEnding<TResult>.Unstorable(words)),

            // A release is for others to go on; they do when the lease has run out. And there is nothing simpler than a plain failure.
            _ => null,
        };
    }

    private bool Announce(Run<TTask, TResult> run, in TaskTransition<TResult> transition, TResult? result, WriteResult written)
    {
        SchedulerMeters.Shared.AttemptEnded(parts.Name, transition.Event, written, run.StartedAt, parts.Time);
        if (written == WriteResult.Refused)
        {
            parts.Logger.ClaimLost(parts.Name, run.Id, run.Attempt);
        }
        else if (written == WriteResult.Accepted && FinalState(transition.Event) is { } state)
        {
            outcomes.Ended(run.Id, new TaskOutcome<TResult>(state, result, transition.Failure));
            if (finishedTasks.IsOn)
            {
                Publish(run, state, result, transition.Failure);
            }
        }

        return written == WriteResult.Accepted;
    }

    /// <summary>A task that was to wait again has ended instead if somebody had asked for its stop; only its record tells.</summary>
    private async ValueTask<bool> AnnounceReturnAsync(Run<TTask, TResult> run, TaskTransition<TResult> transition, WriteResult written)
    {
        if (written != WriteResult.Accepted)
        {
            return Announce(run, transition, default, written);
        }

        try
        {
            TaskId[] ids = [run.Id];
            IReadOnlyList<TaskRecord<TTask, TResult>?> records =
                await parts.Container.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
            if (records[0] is { State: TaskState.Stopped } record && record.ClaimToken == run.Key.ClaimToken)
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

    /// <summary>Whether another attempt follows, and when.</summary>
    private TaskTransition<TResult> AfterFailure(Run<TTask, TResult> run, in RunEnding<TResult> ending)
    {
        TaskFailure failure = ending.Failure!;
        bool mayRetry = !ending.DoNotRetry && run.Attempt < Attempts(run);
        if (mayRetry && (ending.Delay ?? AskPolicy(run, failure)) is { } delay)
        {
            delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
            parts.Logger.AttemptFailed(failure.Exception, parts.Name, run.Id, run.Attempt, run.MaxAttempts, failure.Reason, delay);
            return TaskTransition<TResult>.Retry(run.Id, run.Key.ClaimToken, failure, delay);
        }

        parts.Logger.TaskFailed(failure.Exception, parts.Name, run.Id, run.Attempt, failure.Reason, failure.Message);
        return TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, failure);
    }

    // While versions change, another process may be able to read what this one cannot, so the first failure to read is never the last one. What
    // fails here costs no run of the code, but it counts, because nothing else that is stored bounds it.
    private static int Attempts(Run<TTask, TResult> run) =>
        run.DetailsOrNull?.Unreadable is null ? run.MaxAttempts : Math.Max(run.MaxAttempts, LeastUnreadableAttempts);

    private TimeSpan? AskPolicy(Run<TTask, TResult> run, TaskFailure failure)
    {
        try
        {
            RetryPolicy policy = parts.Options.Retry;
            if (policy == RetryPolicy.None && run.DetailsOrNull?.Unreadable is not null)
            {
                policy = RetryPolicy.Default;
            }

            return policy.NextDelay(new FailedAttempt(run.Id, run.Attempt, failure));
        }
        catch (Exception exception)
        {
            parts.Logger.RetryPolicyFailed(exception, parts.Name, run.Id);
            return null;
        }
    }
}
