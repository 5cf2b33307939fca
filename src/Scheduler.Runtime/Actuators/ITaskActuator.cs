using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Actuators;

/// <summary>How tasks of one kind are really executed.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// Every member is called concurrently for different tasks. Work in this process answers
/// <see cref="StartResult{TResult}.Completed"/> from <see cref="StartAsync"/>; work that runs elsewhere answers
/// <see cref="StartResult{TResult}.Started"/> and is followed by polling (<see cref="GetStatusesAsync"/>), by callbacks
/// (<see cref="ITaskCallbackSource"/>), or by both.
/// </remarks>
public interface ITaskActuator<TTask, TResult>
{
    /// <summary>
    /// Whether <see cref="ReattachAsync"/> can find work again that was started by a scheduler that is gone. If not, such
    /// work is started anew.
    /// </summary>
    bool CanReattach => false;

    /// <summary>Checks a task, and completes what it leaves open, before it is added. By default the task is added as it is.</summary>
    /// <remarks>Called in processes that run tasks. One that only enqueues has no actuator, and adds tasks as they are.</remarks>
    /// <exception cref="TaskRejectedException">The task cannot be accepted; nothing is added.</exception>
    ValueTask<TTask> InitializeAsync(TTask task, CancellationToken cancellationToken) => ValueTask.FromResult(task);

    /// <summary>Starts the work, or does it.</summary>
    /// <param name="task">The payload.</param>
    /// <param name="context">The run; its token is cancelled when the work is to end.</param>
    /// <returns>That the work is done, that it runs elsewhere, or that it cannot run now.</returns>
    /// <remarks>Whatever it throws fails the attempt.</remarks>
    ValueTask<StartResult<TResult>> StartAsync(TTask task, TaskContext context);

    /// <summary>
    /// Finds work again that another scheduler started. By default the work is taken to be running under its handle.
    /// Called only if <see cref="CanReattach"/>.
    /// </summary>
    /// <remarks>Whatever it throws fails the attempt.</remarks>
    ValueTask<StartResult<TResult>> ReattachAsync(TTask task, TaskContext context, TaskRunHandle handle) =>
        ValueTask.FromResult(StartResult<TResult>.Started(handle.Value));

    /// <summary>Asks how runs are doing, many at once.</summary>
    /// <param name="runs">Runs that were started or reattached to and have not ended, as far as the scheduler knows.</param>
    /// <param name="statuses">One place for each run.</param>
    /// <param name="cancellationToken">The scheduler shuts down.</param>
    ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRunKey> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken);

    /// <summary>Fetches what a run returned that has succeeded. Called once for each such run.</summary>
    ValueTask<TResult> GetOutputAsync(TaskRunKey run, CancellationToken cancellationToken);

    /// <summary>Ends a run early: it timed out, or somebody stopped the task. Stopping what has ended already does nothing.</summary>
    ValueTask StopAsync(TaskRunKey run, CancellationToken cancellationToken);
}
