using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Follows work that runs elsewhere, whatever way its status comes: polled, called back, or both.</summary>
internal sealed class RunFollower<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ITransitionWriter<TTask, TResult> writer,
    RunCompletion<TTask, TResult> completion,
    RunInterrupter<TTask, TResult> interrupter,
    ActuatorCalls<TTask, TResult> calls)
{
    private const int OutputTries = 3;

    /// <summary>Begins to follow work that the actuator has started.</summary>
    /// <returns>Whether the run's slot is free now, and the caller's to use.</returns>
    public async ValueTask<bool> FollowAsync(Run<TTask, TResult> run, string? handle)
    {
        bool isNew = handle is not null && !(run.DetailsOrNull is { IsHandleStored: true } known && known.RemoteHandle == handle);
        if (isNew)
        {
            run.Details.BeginStoringHandle();
        }

        if (!run.Follow(handle))
        {
            run.DetailsOrNull?.EndStoringHandle(isStored: false);

            // It was ended while it started, when nobody knew yet where it runs.
            await interrupter.StopElsewhereAsync(run, run.Reason).ConfigureAwait(false);
        }
        else if (isNew)
        {
            await StoreHandleAsync(run, new TaskRunHandle(handle!, run.StartToken)).ConfigureAwait(false);
        }

        if (run.DetailsOrNull is { } details && details.TryTakeEarlyStatus(out TaskRunStatus early))
        {
            await HandleAsync(run, early).ConfigureAwait(false);
        }

        return run.Complete(RunParts.Code);
    }

    /// <summary>Applies a status, from wherever it came; what says that a run has ended counts once.</summary>
    public async ValueTask HandleAsync(Run<TTask, TResult> run, TaskRunStatus status)
    {
        if (status.State == TaskRunState.Unknown)
        {
            await HandleUnknownAsync(run).ConfigureAwait(false);
            return;
        }

        run.Details.Note(status);
        if (status.State == TaskRunState.Running)
        {
            return;
        }

        if (run.Phase == RunPhase.Starting)
        {
            // Where the work runs is not known before StartAsync has answered. Looking again afterwards closes the gap in
            // which it answers just now.
            run.Details.KeepEarlyStatus(status);
            if (run.Phase == RunPhase.Starting || !run.Details.TryTakeEarlyStatus(out status))
            {
                return;
            }
        }

        if (run.TryEnd())
        {
            await CompleteAsync(run, ResultOfAsync(run, status)).ConfigureAwait(false);
        }
    }

    /// <summary>Handles the results of functions whose scheduler polls, as far as they are there.</summary>
    public Task HandleParkedAsync(IEnumerable<Run<TTask, TResult>> candidates) => Task.WhenAll(candidates.Select(
        run => run.DetailsOrNull?.Parked is { } parked && run.TryEnd() ? CompleteAsync(run, ValueTask.FromResult(parked.Value)) : Task.CompletedTask));

    private async Task CompleteAsync(Run<TTask, TResult> run, ValueTask<RunResult<TResult>> result)
    {
        try
        {
            await completion.WriteAsync(run, await result.ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            completion.Complete(run, RunParts.Record);
        }
    }

    /// <summary>The status of the run is unknown. That is a failure only if it stays so for too long.</summary>
    private async ValueTask HandleUnknownAsync(Run<TTask, TResult> run)
    {
        if (run.Phase == RunPhase.Following && run.Details.UnknownFor(parts.Time) >= parts.Options.UnknownLimit && run.TryEnd())
        {
            await CompleteAsync(run, StopUnreachableAsync(run)).ConfigureAwait(false);
        }
    }

    private async ValueTask<RunResult<TResult>> StopUnreachableAsync(Run<TTask, TResult> run)
    {
        // The work may go on, and another attempt follows; perhaps the actuator reaches as far as that.
        await interrupter.StopElsewhereAsync(run, EndReason.None).ConfigureAwait(false);
        return RunResult<TResult>.Failed(new TaskFailure(
            TaskFailureReason.Unreachable,
            $"The actuator could not tell for {parts.Options.UnknownLimit} what has become of the run {run.Handle ?? run.Id.ToString()}; it may go on."));
    }

    private async ValueTask StoreHandleAsync(Run<TTask, TResult> run, TaskRunHandle handle)
    {
        TaskTransition<TResult> report = TaskTransition<TResult>.Report(run.Id, run.Key.ClaimToken, null, handle);
        WriteResult written = await writer.WriteAsync(report, run, null).ConfigureAwait(false);
        run.Details.EndStoringHandle(written == WriteResult.Accepted);
        if (written == WriteResult.Refused && run.Phase != RunPhase.Ending)
        {
            await interrupter.InterruptAsync(run, EndReason.LeaseLost).ConfigureAwait(false);
        }
    }

    private async ValueTask<RunResult<TResult>> ResultOfAsync(Run<TTask, TResult> run, TaskRunStatus status)
    {
        // The actuator's code must not hold up the loop that brought the status.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return status.State switch
            {
                TaskRunState.Failed => RunResult<TResult>.Failed(WithDetails(status.Failure!, run.Details), status.DoNotRetry),
                TaskRunState.NotFound => RunResult<TResult>.Failed(new TaskFailure(
                    TaskFailureReason.Actuator, $"The actuator no longer knows the run {run.Handle ?? run.Id.ToString()}.")),
                _ => await FetchOutputAsync(run).ConfigureAwait(false),
            };
        }
        catch (Exception exception)
        {
            return RunResult<TResult>.Failed(TaskFailure.FromException(exception, TaskFailureReason.Actuator));
        }
    }

    private static TaskFailure WithDetails(TaskFailure failure, RunDetails<TResult> details) =>
        new(failure.Reason, failure.Message, failure.ErrorType, failure.StackTrace)
        {
            Exception = failure.Exception,
            ExitCode = failure.ExitCode ?? details.ExitCode,
            Logs = failure.Logs ?? details.Logs,
        };

    /// <summary>Fetches the output, several times if need be: the work is done, and doing it again would cost more.</summary>
    private async ValueTask<RunResult<TResult>> FetchOutputAsync(Run<TTask, TResult> run)
    {
        long began = parts.Time.GetTimestamp();
        for (int tries = 1; ; tries++)
        {
            try
            {
                TResult fetched = await calls.GetOutputAsync(run).ConfigureAwait(false);
                parts.CallingActuator.Succeeded();
                return RunResult<TResult>.Succeeded(fetched);
            }
            catch (Exception exception) when (run.Reason == EndReason.None && MayTryAgain(exception, tries, began))
            {
                parts.CallingActuator.Failed(exception);
                parts.Logger.OutputFetchFailed(exception, parts.Name, run.Id, tries);
                TimeSpan pause = TimeSpan.FromMilliseconds(50 * tries);
                await Task.Delay(pause < parts.MaxBackoff ? pause : parts.MaxBackoff, parts.Time).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                return run.Reason switch
                {
                    EndReason.Stop => RunResult<TResult>.Stopped,
                    EndReason.Timeout => RunResult<TResult>.Failed(run.TimedOut()),
                    EndReason.None => RunResult<TResult>.Failed(TaskFailure.FromException(
                        exception, IsUnreachable(exception) ? TaskFailureReason.Unreachable : TaskFailureReason.Actuator)),
                    _ => RunResult<TResult>.Released,
                };
            }
        }
    }

    private bool MayTryAgain(Exception exception, int tries, long began) => IsUnreachable(exception)
        ? parts.Time.GetElapsedTime(began) < parts.Options.UnknownLimit
        : tries < OutputTries;

    private static bool IsUnreachable(Exception exception) => exception is ActuatorUnreachableException or TimeoutException;
}
