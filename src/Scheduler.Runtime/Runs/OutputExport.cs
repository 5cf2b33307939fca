using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Saves the output of a run where the persister keeps it, under a claim that holds.</summary>
internal sealed class OutputExport<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ITaskDataPersister<TTask, TResult> persister,
    ITransitionWriter<TTask, TResult> writer)
{
    /// <summary>Saves the output.</summary>
    /// <returns>How the run ends after that; <see langword="null"/> if the claim is lost, and the task is somebody else's.</returns>
    public async ValueTask<RunResult<TResult>?> SaveAsync(Run<TTask, TResult> run, TResult output, WorkerBuffers<TTask, TResult>? buffers)
    {
        TaskTransition<TResult> export = TaskTransition<TResult>.Export(run.Id, run.Key.ClaimToken);
        WriteResult exporting = await writer.WriteAsync(export, run, buffers).ConfigureAwait(false);
        if (exporting != WriteResult.Accepted)
        {
            // Whoever has the task now saves its own output; ours must not overwrite it.
            return exporting == WriteResult.Unstorable ? RunResult<TResult>.Unstorable(run.Details.Refusal ?? "The container does not store it.") : null;
        }

        try
        {
            await persister.SaveAsync(run.Id, run.Payload, output, run.CancellationToken).ConfigureAwait(false);
            parts.SavingOutputs.Succeeded();
            return RunResult<TResult>.Succeeded(output);
        }
        catch (Exception exception)
        {
            if (run.Reason == EndReason.None)
            {
                parts.SavingOutputs.Failed(exception);
            }

            if (!await IsStillOursAsync(run, buffers).ConfigureAwait(false))
            {
                return null;
            }

            await RemoveHalfSavedAsync(run).ConfigureAwait(false);
            return AfterFailedSave(run, exception);
        }
    }

    /// <summary>Whether what is saved can only be ours; otherwise it may be the output of whoever has the task now.</summary>
    private async ValueTask<bool> IsStillOursAsync(Run<TTask, TResult> run, WorkerBuffers<TTask, TResult>? buffers)
    {
        TaskTransition<TResult> nothingNew = TaskTransition<TResult>.Report(run.Id, run.Key.ClaimToken, null, null);
        return run.Reason != EndReason.LeaseLost
            && await writer.WriteAsync(nothingNew, run, buffers).ConfigureAwait(false) == WriteResult.Accepted;
    }

    private static RunResult<TResult> AfterFailedSave(Run<TTask, TResult> run, Exception exception) => run.Reason switch
    {
        EndReason.Stop => RunResult<TResult>.Stopped,
        EndReason.Shutdown => RunResult<TResult>.Released,
        EndReason.Timeout => RunResult<TResult>.Failed(run.TimedOut()),
        _ => RunResult<TResult>.Failed(TaskFailure.FromException(exception, TaskFailureReason.Export)),
    };

    private async ValueTask RemoveHalfSavedAsync(Run<TTask, TResult> run)
    {
        try
        {
            await persister.DeleteAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            parts.Logger.OutputCleanupFailed(exception, parts.Name, run.Id);
        }
    }
}
