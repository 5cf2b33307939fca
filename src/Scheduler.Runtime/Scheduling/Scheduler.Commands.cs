using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler;

public partial class Scheduler<TTask, TResult>
{
    /// <summary>
    /// Takes what was called back about work elsewhere, in whatever process the call arrives: an endpoint of a web front end, for instance, that only enqueues. If
    /// another process follows the run, it learns of an end with its next renewal, within a third of its <see cref="SchedulerOptions.LeaseDuration"/>.
    /// </summary>
    /// <returns>Whether there is such a run; a callback of an earlier attempt, or of a task that has ended, is ignored.</returns>
    public virtual ValueTask<bool> HandleCallbackAsync(Actuators.TaskCallback callback, CancellationToken cancellationToken = default)
    {
        Engine.ThrowIfClosed(this);
        return Engine.Callbacks.RouteAsync(callback, cancellationToken);
    }

    /// <summary>Starts a task that was created without being started.</summary>
    /// <exception cref="CommandRefusedException">The task is not Unstarted; <see cref="TryStartAsync"/> answers that instead.</exception>
    /// <exception cref="TaskNotFoundException">The task is not there.</exception>
    public virtual ValueTask<CommandResult> StartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        OrThrowAsync(TaskCommand.Start, TryStartAsync(id, cancellationToken));

    /// <summary>Starts a task that was created without being started, if it is there and Unstarted.</summary>
    public virtual ValueTask<CommandResult> TryStartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        TryOneAsync(TaskCommand.Start, id, cancellationToken);

    /// <summary>
    /// Stops a task wherever it is: a waiting one never starts; a running one is cancelled, here at once, in another process
    /// when that renews its leases (<see cref="CommandOutcome.Requested"/>). Harmless if the task has ended or is not there.
    /// </summary>
    /// <exception cref="CommandRefusedException">The task is Unstarted: delete it instead. <see cref="TryStopAsync"/> answers that instead.</exception>
    public virtual ValueTask<CommandResult> StopAsync(TaskId id, CancellationToken cancellationToken = default) =>
        OrThrowAsync(TaskCommand.Stop, TryStopAsync(id, cancellationToken));

    /// <summary>Stops a task as <see cref="StopAsync"/> does, if its state allows it.</summary>
    public virtual ValueTask<CommandResult> TryStopAsync(TaskId id, CancellationToken cancellationToken = default) =>
        TryOneAsync(TaskCommand.Stop, id, cancellationToken);

    /// <summary>Runs a finished task again, as if it were new.</summary>
    /// <exception cref="CommandRefusedException">
    /// The task is not finished, or another unfinished task has its unique key; <see cref="TryRestartAsync"/> answers that instead.
    /// </exception>
    /// <exception cref="TaskNotFoundException">The task is not there.</exception>
    public virtual ValueTask<CommandResult> RestartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        OrThrowAsync(TaskCommand.Restart, TryRestartAsync(id, cancellationToken));

    /// <summary>Runs a finished task again, as if it were new, if it is there, finished, and its unique key is free.</summary>
    public virtual ValueTask<CommandResult> TryRestartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        TryOneAsync(TaskCommand.Restart, id, cancellationToken);

    /// <summary>
    /// Removes a task that is not started or is finished, and its saved output. A waiting or running one must be stopped before. Harmless if the task is
    /// not there.
    /// </summary>
    /// <exception cref="CommandRefusedException">The task waits or runs; <see cref="TryDeleteAsync"/> answers that instead.</exception>
    public virtual ValueTask<CommandResult> DeleteAsync(TaskId id, CancellationToken cancellationToken = default) =>
        OrThrowAsync(TaskCommand.Delete, TryDeleteAsync(id, cancellationToken));

    /// <summary>Removes a task as <see cref="DeleteAsync"/> does, if its state allows it.</summary>
    public virtual ValueTask<CommandResult> TryDeleteAsync(TaskId id, CancellationToken cancellationToken = default) =>
        TryOneAsync(TaskCommand.Delete, id, cancellationToken);

    /// <summary>Starts, stops, restarts or deletes many tasks, each on its own: what can be done is done, also if others are refused.</summary>
    /// <param name="command">
    /// <see cref="TaskCommand.Start"/>, <see cref="TaskCommand.Stop"/>, <see cref="TaskCommand.Restart"/> or <see cref="TaskCommand.Delete"/>.
    /// </param>
    /// <param name="ids">The tasks.</param>
    /// <param name="cancellationToken">Gives up; it is unknown then which tasks were changed.</param>
    /// <returns>What was done to each, in the order of <paramref name="ids"/>.</returns>
    /// <exception cref="CommandRefusedException">
    /// The state of some tasks did not allow it; the exception lists them. <see cref="TryExecuteAsync"/> answers that instead.
    /// </exception>
    public virtual async ValueTask<IReadOnlyList<CommandResult>> ExecuteAsync(
        TaskCommand command,
        IReadOnlyList<TaskId> ids,
        CancellationToken cancellationToken = default)
    {
        IReadOnlyList<CommandResult> results = await TryExecuteAsync(command, ids, cancellationToken).ConfigureAwait(false);
        TaskOperations<TTask, TResult>.ThrowIfRefused(KindName, command, results);
        return results;
    }

    /// <summary>Starts, stops, restarts or deletes those of many tasks whose states allow it.</summary>
    /// <inheritdoc cref="ExecuteAsync" path="/param"/>
    /// <returns>What was done to each, in the order of <paramref name="ids"/>.</returns>
    public virtual async ValueTask<IReadOnlyList<CommandResult>> TryExecuteAsync(
        TaskCommand command,
        IReadOnlyList<TaskId> ids,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Engine.ThrowIfClosed(this);
        return await Engine.Operations.ExecuteAsync(command, [.. ids], cancellationToken).ConfigureAwait(false);
    }

    // Of a substitute as well, which has no engine.
    private string KindName => _engine?.Parts.Name ?? GetType().Name;

    private async ValueTask<CommandResult> TryOneAsync(TaskCommand command, TaskId id, CancellationToken cancellationToken) =>
        (await TryExecuteAsync(command, [id], cancellationToken).ConfigureAwait(false))[0];

    private async ValueTask<CommandResult> OrThrowAsync(TaskCommand command, ValueTask<CommandResult> answer)
    {
        CommandResult result = await answer.ConfigureAwait(false);
        TaskOperations<TTask, TResult>.ThrowIfRefused(KindName, command, [result]);
        return result;
    }
}
