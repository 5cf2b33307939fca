using GeneratedScheduler.Loops;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>The tasks of one scheduler for views.</summary>
internal sealed class ViewedKind<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    StoreEngine engine,
    RunTable<TTask, TResult> runs,
    ContainerStart<TTask, TResult> containerStart,
    TaskOperations<TTask, TResult> operations) : IViewedKind, IRunningKind
{
    public string Name => parts.Name;

    public ITaskStore Store => engine.Store;

    public ProcessPresence Presence => engine.Presence;

    public int? Runs => containerStart.IsDone ? Math.Min(runs.Used, parts.Options.Concurrency) : null;

    public ValueTask EnsureStoredAsync(CancellationToken cancellationToken) => containerStart.EnsureAsync(cancellationToken);

    public async ValueTask<RowPage> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        TaskPage<TTask, TResult> page = await parts.Container.ListAsync(query, cancellationToken).ConfigureAwait(false);
        return new RowPage([.. page.Tasks.Select(record => Row(record, record.Result))], page.NextCursor, page.CursorBehind);
    }

    public async ValueTask<TaskRow?> GetAsync(TaskId id, CancellationToken cancellationToken)
    {
        TaskRecord<TTask, TResult>? record = await operations.GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (record is not { State: TaskState.Succeeded } || parts.Persister is not { } persister)
        {
            return record is null ? null : Row(record, record.Result);
        }

        try
        {
            return Row(record, await persister.LoadAsync(id, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The task is there; what is missing is its output only.
            return new KindRow<TTask, TResult>(parts.Definition, record, default, exception);
        }
    }

    public async ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await parts.Container.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await parts.Container.GetLongestWaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken)
    {
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await parts.Container.GetUtcNowAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CommandResult[]> ExecuteAsync(TaskCommand command, TaskId[] ids, CancellationToken cancellationToken) =>
        operations.ExecuteAsync(command, ids, cancellationToken);

    private KindRow<TTask, TResult> Row(TaskRecord<TTask, TResult> record, TResult? result) =>
        new(parts.Definition, record, result, record.UnreadableResult);
}
