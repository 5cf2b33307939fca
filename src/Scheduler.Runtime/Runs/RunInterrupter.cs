using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Runs;

/// <summary>Ends runs before their work has ended: at their deadline, at a stop, when the lease is lost and at shutdown.</summary>
internal sealed class RunInterrupter<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts, RunCompletion<TTask, TResult> completion, ActuatorCalls<TTask, TResult> calls)
{
    /// <summary>Ends a run, unless somebody has ended it already.</summary>
    /// <returns>Whether it was this call that ended the run, and the container took it.</returns>
    /// <remarks>Never fails.</remarks>
    public async Task<bool> InterruptAsync(Run<TTask, TResult> run, EndReason reason)
    {
        if (!run.TryEnd(out RunPhase before))
        {
            // Its output may be being saved; the save learns of it by the token.
            run.Cancel(reason);
            return false;
        }

        run.Cancel(reason);
        if (!parts.RunsInProcess)
        {
            // The actuator's code must not hold up whoever noticed: the thread of the leases, the timer, the close.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        try
        {
            return await StopAndWriteAsync(run, reason, before).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            parts.Logger.EndNotWritten(exception, parts.Name, run.Id);
            return false;
        }
        finally
        {
            completion.Complete(run, RunParts.Record);
        }
    }

    private async ValueTask<bool> StopAndWriteAsync(Run<TTask, TResult> run, EndReason reason, RunPhase before)
    {
        bool isElsewhere = !parts.RunsInProcess && (before == RunPhase.Following || run.Handle is not null);
        bool goesOn = isElsewhere && !await StopElsewhereAsync(run, reason).ConfigureAwait(false);
        return await WriteAsync(run, reason, forgetsHandle: isElsewhere && !goesOn).ConfigureAwait(false);
    }

    /// <summary>Asks the actuator to stop work that is no longer ours to follow, unless another scheduler will reattach to it.</summary>
    /// <returns>Whether it was stopped, as far as anybody can tell.</returns>
    public async ValueTask<bool> StopElsewhereAsync(Run<TTask, TResult> run, EndReason reason)
    {
        await (run.DetailsOrNull?.WhenHandleIsSettled ?? Task.CompletedTask)
            .WaitAsync(parts.Options.StopTimeout, parts.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool othersReattach = parts.CanReattach && run.DetailsOrNull is { IsHandleStored: true } && reason is (EndReason.Shutdown or EndReason.LeaseLost);
        if (othersReattach)
        {
            return false;
        }

        try
        {
            await calls.StopAsync(run).ConfigureAwait(false);
            parts.CallingActuator.Succeeded();
        }
        catch (Exception exception)
        {
            parts.CallingActuator.Failed(exception);
            parts.Logger.ActuatorStopFailed(exception, parts.Name, run.Id);
        }

        return true;
    }

    private ValueTask<bool> WriteAsync(Run<TTask, TResult> run, EndReason reason, bool forgetsHandle) => reason switch
    {
        EndReason.Timeout => completion.WriteAsync(run, RunResult<TResult>.Failed(run.TimedOut())),
        EndReason.Stop => completion.WriteAsync(run, RunResult<TResult>.Stopped),

        // A release keeps the handle; the next scheduler must not reattach to work that was stopped.
        EndReason.Shutdown when forgetsHandle => completion.WriteAsync(run, RunResult<TResult>.Deferred(TimeSpan.Zero)),
        EndReason.Shutdown => completion.WriteAsync(run, RunResult<TResult>.Released),

        // The container has given the task to somebody else.
        _ => ValueTask.FromResult(false),
    };
}
