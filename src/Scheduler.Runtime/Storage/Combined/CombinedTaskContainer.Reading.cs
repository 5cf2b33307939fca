namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
    {
        await PrepareReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TaskRecord<TTask, TResult>?> records = await _durable.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        return Show(records);
    }

    /// <inheritdoc/>
    public async ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        await PrepareReadAsync(cancellationToken).ConfigureAwait(false);
        TaskPage<TTask, TResult> page = await _durable.ListAsync(query, cancellationToken).ConfigureAwait(false);
        return new TaskPage<TTask, TResult>(Show(page.Tasks)!, page.NextCursor);
    }

    /// <inheritdoc/>
    public async ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        await PrepareReadAsync(cancellationToken).ConfigureAwait(false);
        return await _durable.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    // What runs shows as running.
    private async ValueTask PrepareReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfDisposed();
        await WriteMarksAsync(all: true).ConfigureAwait(false);
    }

    /// <summary>Nobody runs a task that waits, whoever has it in memory.</summary>
    private static IReadOnlyList<TaskRecord<TTask, TResult>?> Show(IReadOnlyList<TaskRecord<TTask, TResult>?> records)
    {
        if (!records.Any(IsReservation))
        {
            return records;
        }

        return [.. records.Select(record => IsReservation(record) ? new TaskRecord<TTask, TResult>(record!) { Owner = null, LeaseUntil = null } : record)];
    }

    private static bool IsReservation(TaskRecord<TTask, TResult>? record) => record is { State: TaskState.Waiting, Owner: not null };
}
