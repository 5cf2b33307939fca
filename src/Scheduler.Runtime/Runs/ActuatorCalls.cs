using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runs;

/// <summary>Calls the actuator about work elsewhere, each time for so long and no longer; what comes later than that is not looked at.</summary>
/// <remarks>An actuator may block the thread that calls it, so none of the scheduler's own threads does.</remarks>
internal sealed class ActuatorCalls<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
{
    /// <summary>The statuses of runs, one for each.</summary>
    public Task<TaskRunStatus[]> GetStatusesAsync(ReadOnlyMemory<Run<TTask, TResult>> runs, CancellationToken cancellationToken)
    {
        return CallAsync("tell the statuses", parts.Options.ActuatorTimeout, AskAsync, cancellationToken);

        async ValueTask<TaskRunStatus[]> AskAsync(CancellationToken overdue)
        {
            TaskRun<TTask>[] asked = new TaskRun<TTask>[runs.Length];
            for (int i = 0; i < asked.Length; i++)
            {
                asked[i] = runs.Span[i].Elsewhere;
            }

            // Of this call alone: one that is late must not write into the answers of the next.
            TaskRunStatus[] statuses = new TaskRunStatus[asked.Length];
            await parts.Actuator.GetStatusesAsync(asked, statuses, overdue).ConfigureAwait(false);
            return statuses;
        }
    }

    public Task<TResult> GetOutputAsync(Run<TTask, TResult> run) =>
        CallAsync("fetch the output", parts.Options.ActuatorTimeout, overdue => parts.Actuator.GetOutputAsync(run.Elsewhere, overdue), run.CancellationToken);

    public Task<StartResult<TResult>> ReattachAsync(Run<TTask, TResult> run, TaskRunHandle handle) =>
        CallAsync("find the work", parts.Options.ActuatorTimeout, _ => parts.Actuator.ReattachAsync(run.Payload, run, handle), run.CancellationToken);

    public Task<string> PlanAsync(Run<TTask, TResult> run) =>
        CallAsync("plan the work", parts.Options.ActuatorTimeout, _ => parts.Actuator.PlanAsync(run.Payload, run), run.CancellationToken);

    public Task StopAsync(Run<TTask, TResult> run)
    {
        return CallAsync("stop the run", parts.Options.StopTimeout, StopAsync, CancellationToken.None);

        async ValueTask<bool> StopAsync(CancellationToken overdue)
        {
            await parts.Actuator.StopAsync(run.Elsewhere, overdue).ConfigureAwait(false);
            return true;
        }
    }

    private async Task<T> CallAsync<T>(
        string what, TimeSpan timeout, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        // Without a timer of its own: that would let what a callback on the token throws end the process.
        CancellationTokenSource overdue = new();
        Task<T> answer = BeginAsync();
        try
        {
            return await answer.WaitAsync(timeout, parts.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            throw new TimeoutException($"The actuator did not {what} within {timeout}.");
        }
        finally
        {
            if (!answer.IsCompleted)
            {
                parts.Background.Forget(parts.Background.CancelAsync(overdue), "a call of the actuator");
                _ = answer.ContinueWith(
                    static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        async Task<T> BeginAsync()
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await call(overdue.Token).ConfigureAwait(false);
        }
    }
}
