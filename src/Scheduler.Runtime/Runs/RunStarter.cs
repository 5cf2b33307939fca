using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Starts the work of a run, or finds the work that an earlier run has started or was about to start.</summary>
/// <remarks>
/// With planned handles, what is stored comes before what is done: whatever the moment at which a scheduler dies, the next one knows under which name to look
/// for the work, and starts it if it is not there.
/// </remarks>
internal sealed class RunStarter<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ITransitionWriter<TTask, TResult> writer,
    DeadlineWatch<TTask, TResult> deadlines,
    RunInterrupter<TTask, TResult> interrupter,
    ActuatorCalls<TTask, TResult> calls)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly ObservingMiddleware<TTask, TResult> _observing = new(parts.Name, parts.Logger);
    private readonly ITaskMiddleware<TTask, TResult>[] _middleware = parts.Middleware;

    /// <summary>Starts the work or finds it again. What it throws fails the attempt; the answer to a run that was ended meanwhile is not looked at.</summary>
    public ValueTask<StartResult<TResult>> StartAsync(Run<TTask, TResult> run)
    {
        if (run.DetailsOrNull is { Taken: not null })
        {
            return TakeUpAsync(run);
        }

        return parts.PlansHandles ? PlanAsync(run) : BeginAsync(run);
    }

    /// <summary>Work that another scheduler has started, or meant to.</summary>
    private async ValueTask<StartResult<TResult>> TakeUpAsync(Run<TTask, TResult> run)
    {
        StartResult<TResult> answer = await FindAsync(run).ConfigureAwait(false);
        if (answer.Kind != StartKind.NotFound || run.Phase == RunPhase.Ending)
        {
            return answer;
        }

        run.WorkBegins();
        ApplyDeadline(run);
        if (parts.PlansHandles)
        {
            // The name and the token stay: the scheduler that was taken to be lost may do the same at this moment, and it must be the same work.
            return await StoreAndBeginAsync(run, run.Handle!).ConfigureAwait(false);
        }

        run.Details.ForgetTaken();
        return await BeginAsync(run).ConfigureAwait(false);
    }

    private async ValueTask<StartResult<TResult>> PlanAsync(Run<TTask, TResult> run)
    {
        string handle = await calls.PlanAsync(run).ConfigureAwait(false);
        return string.IsNullOrEmpty(handle)
            ? throw new InvalidOperationException($"{parts.Actuator.GetType().Name} planned no handle; PlanAsync must name the work.")
            : await StoreAndBeginAsync(run, handle).ConfigureAwait(false);
    }

    private async ValueTask<StartResult<TResult>> StoreAndBeginAsync(Run<TTask, TResult> run, string handle)
    {
        TaskTransition<TResult> intent = TaskTransition<TResult>.Report(run.Id, run.Key.ClaimToken, null, new TaskRunHandle(handle, run.StartToken));
        WriteResult written = await writer.WriteAsync(intent, run, null).ConfigureAwait(false);
        if (written == WriteResult.Unstorable)
        {
            throw new InvalidTaskException(parts.Name, "the planned handle", run.Details.Refusal ?? "The container does not store it.");
        }

        if (written != WriteResult.Accepted)
        {
            // The scheduler that has the task now begins the work.
            await interrupter.InterruptAsync(run, EndReason.LeaseLost).ConfigureAwait(false);
            return default;
        }

        run.Details.Plan(handle);
        return run.Phase == RunPhase.Ending ? default : await BeginPlannedAsync(run).ConfigureAwait(false);
    }

    private async ValueTask<StartResult<TResult>> BeginPlannedAsync(Run<TTask, TResult> run)
    {
        long began = parts.Time.GetTimestamp();
        while (true)
        {
            StartResult<TResult> answer;
            try
            {
                answer = await BeginAsync(run).ConfigureAwait(false);
            }
            catch (ActuatorUnreachableException exception)
            {
                parts.CallingActuator.Failed(exception);
                answer = StartResult<TResult>.Unknown;
            }
            catch (Exception)
            {
                await StopWhatMayBeThereAsync(run).ConfigureAwait(false);
                throw;
            }

            if (answer.Kind == StartKind.Unknown)
            {
                // It may have been begun, and only the answer is missing.
                answer = await FindAsync(run).ConfigureAwait(false);
            }

            if (answer.Kind != StartKind.NotFound || run.Phase == RunPhase.Ending)
            {
                return answer;
            }

            if (parts.Time.GetElapsedTime(began) >= parts.Options.UnknownLimit)
            {
                throw Unreachable(run, null);
            }

            await Task.Delay(FirstPause, parts.Time, run.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for the work under its handle, until the actuator can tell.</summary>
    private async ValueTask<StartResult<TResult>> FindAsync(Run<TTask, TResult> run)
    {
        long began = parts.Time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            Exception? thrown = null;
            try
            {
                StartResult<TResult> answer = await calls.ReattachAsync(run, new TaskRunHandle(run.Handle!, run.StartToken)).ConfigureAwait(false);
                if (answer.Kind != StartKind.Unknown)
                {
                    parts.CallingActuator.Succeeded();
                    if (answer.Kind != StartKind.NotFound)
                    {
                        ApplyDeadline(run);
                    }

                    return answer;
                }
            }
            catch (Exception exception) when (exception is ActuatorUnreachableException or TimeoutException)
            {
                parts.CallingActuator.Failed(exception);
                thrown = exception;
            }
            catch (Exception) when (run.Phase != RunPhase.Ending)
            {
                await StopWhatMayBeThereAsync(run).ConfigureAwait(false);
                throw;
            }

            // It may have run all the time.
            ApplyDeadline(run);
            if (parts.Time.GetElapsedTime(began) >= parts.Options.UnknownLimit)
            {
                await StopWhatMayBeThereAsync(run).ConfigureAwait(false);
                throw Unreachable(run, thrown);
            }

            await Task.Delay(pause, parts.Time, run.CancellationToken).ConfigureAwait(false);
            pause = pause * 2 < parts.MaxBackoff ? pause * 2 : parts.MaxBackoff;
        }
    }

    private void ApplyDeadline(Run<TTask, TResult> run)
    {
        if (run.Details.IsLookedFor)
        {
            run.Details.IsLookedFor = false;
            deadlines.Watch(run);
        }
    }

    /// <summary>The attempt fails, and the next one must not run beside what it has left behind. The caller that ends a run stops its work.</summary>
    private async ValueTask StopWhatMayBeThereAsync(Run<TTask, TResult> run)
    {
        if (run.Phase != RunPhase.Ending && run.Handle is not null)
        {
            await interrupter.StopElsewhereAsync(run, EndReason.None).ConfigureAwait(false);
        }
    }

    private ActuatorUnreachableException Unreachable(Run<TTask, TResult> run, Exception? exception) => new(
        $"The actuator could not tell for {parts.Options.UnknownLimit} whether the work {run.Handle ?? run.Id.ToString()} has begun; it may go on.", exception);

    private ValueTask<StartResult<TResult>> BeginAsync(Run<TTask, TResult> run)
    {
        bool isObserved = _observing.IsWanted;
        return isObserved || _middleware.Length > 0
            ? StepAsync(run, isObserved ? -1 : 0)
            : parts.Actuator.StartAsync(run.Payload, run);
    }

    // Our own is the outermost one, at -1.
    private ValueTask<StartResult<TResult>> StepAsync(Run<TTask, TResult> run, int place)
    {
        if (place == _middleware.Length)
        {
            return parts.Actuator.StartAsync(run.Payload, run);
        }

        ITaskMiddleware<TTask, TResult> middleware = place < 0 ? _observing : _middleware[place];
        return middleware.RunAsync(run.Payload, run, () => StepAsync(run, place + 1));
    }
}
