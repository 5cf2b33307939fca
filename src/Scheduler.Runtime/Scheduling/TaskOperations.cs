using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Commands for tasks, whoever runs them, and what follows them in this process.</summary>
internal sealed class TaskOperations<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    ContainerStart<TTask, TResult> containerStart,
    SelfWaits<TTask, TResult> selfWaits,
    Func<TaskId, ValueTask<bool>> stopLocal) : ITaskOperations
{
    public async ValueTask<TaskRecord<TTask, TResult>?> GetAsync(TaskId id, CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        TaskId[] ids = [id];
        return (await parts.Container.GetAsync(ids, cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<(TaskState State, TaskProgress? Progress)?> FindAsync(TaskId id, CancellationToken cancellationToken) =>
        await GetAsync(id, cancellationToken).ConfigureAwait(false) is { } record ? (record.State, record.Progress) : null;

    public Task<T> Guard<T>(TaskId id, Task<T> outcome) => selfWaits.Guard(id, outcome);

    public async ValueTask<CommandResult> StopAsync(TaskId id, CancellationToken cancellationToken)
    {
        CommandResult[] results = await ExecuteAsync(TaskCommand.Stop, [id], cancellationToken).ConfigureAwait(false);
        ThrowIfRefused(parts.Name, TaskCommand.Stop, results);
        return results[0];
    }

    public async ValueTask<CommandResult[]> ExecuteAsync(TaskCommand command, TaskId[] ids, CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        CommandResult[] results = new CommandResult[ids.Length];
        await parts.Container.ExecuteAsync(command, ids, results, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = await FollowUpAsync(command, results[i], cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    /// <exception cref="TaskNotFoundException">The only task is not there, and the command needs one.</exception>
    /// <exception cref="CommandRefusedException">A task was left as it is.</exception>
    public static void ThrowIfRefused(string taskName, TaskCommand command, IReadOnlyList<CommandResult> results)
    {
        CommandResult[] refused = [.. results.Where(result => CommandRefusedException.IsRefusal(command, result))];
        if (refused.Length > 0)
        {
            throw results.Count == 1 && refused[0].Outcome == CommandOutcome.NotFound
                ? new TaskNotFoundException(refused[0].Id)
                : new CommandRefusedException(taskName, command, refused);
        }
    }

    private async ValueTask<CommandResult> FollowUpAsync(TaskCommand command, CommandResult result, CancellationToken cancellationToken)
    {
        if (command == TaskCommand.Stop && result.Outcome == CommandOutcome.Requested)
        {
            bool stopped = await stopLocal(result.Id).ConfigureAwait(false);
            return stopped ? new CommandResult(result.Id, CommandOutcome.Done, TaskState.Stopped) : result;
        }

        // Also for a task that is gone: a delete whose second half failed can be repeated.
        if (command == TaskCommand.Delete && result.Outcome is CommandOutcome.Done or CommandOutcome.NotFound && parts.Persister is { } persister)
        {
            await persister.DeleteAsync(result.Id, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }
}
