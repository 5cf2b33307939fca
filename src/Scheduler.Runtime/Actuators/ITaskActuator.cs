namespace GeneratedScheduler.Actuators;

/// <summary>How tasks of one kind are really executed.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Every member is called concurrently for different tasks. Work in this process answers
/// <see cref="StartResult{TResult}.Completed"/> from <see cref="StartAsync"/>; work that runs elsewhere answers
/// <see cref="StartResult{TResult}.Started"/> and is followed by polling (<see cref="GetStatusesAsync"/>), by callbacks
/// (<see cref="ReadCallbacksAsync"/>), or by both.
/// </para>
/// <para>
/// What an actuator can do beyond that is said by <see cref="Traits"/>, so that it can be wrapped by another one that passes them on.
/// </para>
/// <para>
/// Each call but <see cref="StartAsync"/>, which has the time-out of the attempt, must be over within <see cref="SchedulerOptions.ActuatorTimeout"/>
/// (<see cref="StopAsync"/>: <see cref="SchedulerOptions.StopTimeout"/>). Then its token is cancelled, and the scheduler goes on without waiting for it.
/// </para>
/// </remarks>
public interface ITaskActuator<TTask, TResult>
{
    /// <summary>What it can do beyond the members that must be written; nothing by default. Must not change.</summary>
    ActuatorTraits Traits => ActuatorTraits.None;

    /// <summary>Checks a task, and completes what it leaves open, before it is added. By default the task is added as it is.</summary>
    /// <remarks>Called in processes that run tasks. One that only enqueues has no actuator, and adds tasks as they are.</remarks>
    /// <exception cref="TaskRejectedException">The task cannot be accepted; nothing is added.</exception>
    ValueTask<TTask> InitializeAsync(TTask task, CancellationToken cancellationToken) => ValueTask.FromResult(task);

    /// <summary>
    /// Names work that is about to be begun. The name is stored as its handle before <see cref="StartAsync"/> is called, which finds it in
    /// <see cref="TaskContext.PlannedHandle"/>. Called once for each attempt, only with <see cref="ActuatorTraits.PlansHandles"/>.
    /// </summary>
    /// <returns>A name that no other run has. By default <c>gs-&lt;task id&gt;-&lt;claim token&gt;</c>.</returns>
    /// <remarks>Whatever it throws fails the attempt; nothing was begun then.</remarks>
    ValueTask<string> PlanAsync(TTask task, TaskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gs-{context.Id}-{context.ClaimToken}"));
    }

    /// <summary>Starts the work, or does it.</summary>
    /// <param name="task">The payload.</param>
    /// <param name="context">The run; its token is cancelled when the work is to end.</param>
    /// <returns>That the work is done, that it runs elsewhere, or that it cannot run now.</returns>
    /// <remarks>
    /// <para>Whatever it throws fails the attempt.</para>
    /// <para>
    /// With a planned handle it may be called again for the same run, by this scheduler or another one, after <see cref="ReattachAsync"/> has answered
    /// <see cref="StartResult{TResult}.NotFound"/>; the handle is the same. If there is work of that name nevertheless, answer that it is
    /// <see cref="StartResult{TResult}.Started"/>. If the engine did not answer, so that the work may have begun or not, answer
    /// <see cref="StartResult{TResult}.Unknown"/> or throw <see cref="ActuatorUnreachableException"/>: then it is looked for. After any other exception the
    /// scheduler asks to stop what may be there under that name, and fails the attempt.
    /// </para>
    /// </remarks>
    ValueTask<StartResult<TResult>> StartAsync(TTask task, TaskContext context);

    /// <summary>
    /// Finds work again that another scheduler started, or was about to start. By default the work is taken to be running under its handle.
    /// Called only with <see cref="ActuatorTraits.CanReattach"/>.
    /// </summary>
    /// <returns>
    /// <see cref="StartResult{TResult}.Started"/>: it runs, and its status is followed. <see cref="StartResult{TResult}.Completed"/> or
    /// <see cref="StartResult{TResult}.Ended"/>: it has ended. <see cref="StartResult{TResult}.NotFound"/>: there is none, so it is started now, in the same
    /// attempt. <see cref="StartResult{TResult}.Unknown"/>: the engine cannot be reached, so it is asked again, for as long as
    /// <see cref="SchedulerOptions.UnknownLimit"/> lets it.
    /// </returns>
    /// <remarks>
    /// <para>Whatever it throws fails the attempt, after a try to stop the work; but <see cref="ActuatorUnreachableException"/> and a time-out count as unknown.</para>
    /// <para>An engine must keep what has ended until the scheduler knows of it: work that ended and is not there any more looks as if it had never been begun.</para>
    /// </remarks>
    ValueTask<StartResult<TResult>> ReattachAsync(TTask task, TaskContext context, TaskRunHandle handle) =>
        ValueTask.FromResult(StartResult<TResult>.Started(handle.Value));

    /// <summary>Asks how runs are doing, many at once.</summary>
    /// <param name="runs">Runs that were started or reattached to and have not ended, as far as the scheduler knows; at most 1,000.</param>
    /// <param name="statuses">One place for each run.</param>
    /// <param name="cancellationToken">The time-out is over, or the scheduler shuts down.</param>
    /// <remarks>
    /// If it throws or takes too long, the runs are asked for in smaller groups, so that one that cannot be asked for does not keep the others from being known.
    /// </remarks>
    ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<TTask>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken);

    /// <summary>Fetches what a run returned that has succeeded. Called once for each such run.</summary>
    ValueTask<TResult> GetOutputAsync(TaskRun<TTask> run, CancellationToken cancellationToken);

    /// <summary>Ends a run early: it timed out, or somebody stopped the task. Stopping what has ended already does nothing.</summary>
    ValueTask StopAsync(TaskRun<TTask> run, CancellationToken cancellationToken);

    /// <summary>
    /// The changes as they come, until cancelled. Read by one consumer. If it ends or throws, the scheduler calls it again
    /// after a while. Called only with <see cref="ActuatorTraits.PushesStatus"/>.
    /// </summary>
    /// <remarks>A callback may overtake the answer of <see cref="StartAsync"/>; it is then applied all the same.</remarks>
    IAsyncEnumerable<TaskCallback> ReadCallbacksAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType().Name} says that it pushes statuses, and does not implement {nameof(ReadCallbacksAsync)}.");
}
