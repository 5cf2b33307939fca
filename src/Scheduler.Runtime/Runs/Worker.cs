using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Runs;

/// <summary>
/// Runs claimed tasks in one slot, one after the other, on the thread pool. With a container in this process the worker that
/// ended one task claims the next one itself, so that a free slot is refilled without a hop to another thread; with a
/// shared container it ends after one task, and the scheduling loop claims for all free slots at once.
/// </summary>
internal sealed class Worker<TTask, TResult>(SchedulerParts<TTask, TResult> parts, WorkerPool<TTask, TResult> pool, Run<TTask, TResult> first)
    : IThreadPoolWorkItem
{
    // How many tasks a worker runs before it lets other work of the process have its thread.
    private const int TasksBeforeYield = 64;

    private readonly WorkerBuffers<TTask, TResult> _buffers = new();

    /// <summary>Begins; called by the thread pool.</summary>
    public void Execute() => parts.Background.Forget(WorkAsync(), "running tasks");

    private async Task WorkAsync()
    {
        Run<TTask, TResult>? run = first;
        for (int count = 1; run is not null; count++)
        {
            ValueTask<bool> running = RunAsync(run);
            bool isOwnThread = running.IsCompleted;
            if (!await running.ConfigureAwait(false))
            {
                return;
            }

            pool.Runs.Forget(run);
            await pool.DisposeServicesAsync(run).ConfigureAwait(false);
            ValueTask<Run<TTask, TResult>?> claiming = TryNextAsync(run.Slot);
            isOwnThread &= claiming.IsCompleted;
            run = await claiming.ConfigureAwait(false);
            if (run is not null && (!isOwnThread || count % TasksBeforeYield == 0))
            {
                // What was awaited may have been completed by any thread, inside of any call; the next task must not run in there.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }
    }

    /// <summary>Runs one task.</summary>
    /// <returns>Whether its slot is free now, and the caller's to use.</returns>
    private async ValueTask<bool> RunAsync(Run<TTask, TResult> run)
    {
        try
        {
            if (run.DetailsOrNull is { StopRequested: true })
            {
                // A stop was asked for while nobody ran the task; the work that an earlier scheduler started is to end.
                await pool.Interrupter.InterruptAsync(run, EndReason.Stop).ConfigureAwait(false);
                return run.Complete(RunParts.Code);
            }

            if (run.Phase == RunPhase.Ending)
            {
                // Ended before its code began; the code is not called at all.
                return run.Complete(RunParts.Code);
            }

            if (!run.HoldsLease)
            {
                // The answer to the claim, or this worker, had to wait for a thread for longer than the lease. Others may have the task by now;
                // if nobody has, it waits again.
                await pool.Interrupter.InterruptAsync(run, EndReason.Shutdown).ConfigureAwait(false);
                return run.Complete(RunParts.Code);
            }

            if (run.DetailsOrNull is { Unreadable: { } failure })
            {
                return await EndAsync(run, RunResult<TResult>.Failed(failure)).ConfigureAwait(false);
            }

            StartResult<TResult> answer = default;
            Exception? thrown = null;
            RunningTask.Current = run;
            try
            {
                answer = await Start(run).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                thrown = exception;
            }

            // What the end of the run begins belongs to the scheduler.
            RunningTask.Current = null;

            return await HandleAsync(run, answer, thrown).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return await FailAsync(run, exception).ConfigureAwait(false);
        }
    }

    /// <summary>Calls the task's code, and puts back what it leaves on the thread: nobody who comes next may see it.</summary>
    private ValueTask<StartResult<TResult>> Start(Run<TTask, TResult> run)
    {
        ThreadState before = ThreadState.Capture();
        try
        {
            return pool.Starter.StartAsync(run);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>Ends a run for which something failed that is not meant to: whatever happens, the task gets an end and the slot is freed.</summary>
    private async ValueTask<bool> FailAsync(Run<TTask, TResult> run, Exception exception)
    {
        parts.Logger.WorkerFailed(exception, parts.Name, run.Id);
        if (run.Phase == RunPhase.Following)
        {
            // The work goes on elsewhere, and whoever learns of its end writes it.
            return run.Complete(RunParts.Code);
        }

        if (run.TryEnd())
        {
            await pool.Completion.WriteAsync(run, RunResult<TResult>.Failed(TaskFailure.FromException(exception))).ConfigureAwait(false);
        }

        return run.Complete(RunParts.Both);
    }

    private ValueTask<bool> HandleAsync(Run<TTask, TResult> run, in StartResult<TResult> answer, Exception? thrown)
    {
        if (thrown is null && answer.Kind is (StartKind.Started or StartKind.Ended) && parts.RunsInProcess)
        {
            thrown = new InvalidOperationException($"{parts.Actuator.GetType().Name} has the trait RunsInProcess, and answered {answer.Kind}; answer Completed.");
        }

        if (thrown is null && answer.Kind == StartKind.Ended)
        {
            // As if it had been told a moment later.
            run.Details.KeepEarlyStatus(answer.Status);
            return pool.Follower.FollowAsync(run, run.Handle);
        }

        if (thrown is null && answer.Kind is (StartKind.NotFound or StartKind.Unknown))
        {
            thrown = new InvalidOperationException($"{parts.Actuator.GetType().Name} was asked to start a task without a planned handle, and answered {answer.Kind}.");
        }

        return thrown is null && answer.Kind == StartKind.Started
            ? pool.Follower.FollowAsync(run, answer.Handle)
            : EndAsync(run, thrown is null ? RunResult<TResult>.Of(answer) : RunResult<TResult>.FromException(thrown, run.Reason));
    }

    private async ValueTask<bool> EndAsync(Run<TTask, TResult> run, RunResult<TResult> result)
    {
        await pool.DisposeServicesAsync(run).ConfigureAwait(false);
        if (parts.FunctionIsPolled)
        {
            run.Park(result);
            return run.Complete(RunParts.Code);
        }

        run.CodeReturned();
        RunParts done = RunParts.Code;
        if (run.TryEnd())
        {
            await pool.Completion.WriteAsync(run, result, _buffers).ConfigureAwait(false);
            done = RunParts.Both;
        }

        return run.Complete(done);
    }

    /// <summary>Goes on with the next task in the same slot, or frees the slot.</summary>
    private async ValueTask<Run<TTask, TResult>?> TryNextAsync(int slot)
    {
        if (!parts.Container.IsShared && pool.Gate.MayGoOn)
        {
            try
            {
                int stops = pool.Stops.Current;
                int count = await parts.Container
                    .ClaimAsync(parts.ClaimRequest, _buffers.Claimed, CancellationToken.None).ConfigureAwait(false);
                if (count == 1)
                {
                    return pool.Open(_buffers.Claimed[0], slot, stops, claimSentAt: null);
                }
            }
            catch (Exception)
            {
                // The scheduling loop claims next, meets the same failure, and reports it.
            }
        }

        pool.Gate.Release(slot);
        return null;
    }
}
