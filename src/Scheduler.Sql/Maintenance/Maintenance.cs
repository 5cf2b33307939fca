namespace GeneratedScheduler.Sql;

/// <summary>What a container does by itself now and then: removes old finished tasks in small batches, and keeps the counts short.</summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private const int PurgedAtOnce = 500;

    private readonly SqlDatabase _database;
    private readonly TaskStatements _statements;
    private readonly SqlContainerOptions _options;
    private readonly PeriodicWork _work;

    public Maintenance(SqlDatabase database, TaskStatements statements, SqlContainerOptions options)
    {
        (_database, _statements, _options) = (database, statements, options);
        _work = new PeriodicWork(options.MaintenanceInterval, options.TimeProvider, RunOnceAsync);
    }

    public ValueTask DisposeAsync() => _work.DisposeAsync();

    /// <summary>One round; also called by tests.</summary>
    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        await _database.CompactCountsAsync(_statements.Table.Table, cancellationToken).ConfigureAwait(false);
        RetentionOptions retention = _options.Retention;
        await KeepForAsync(TaskState.Succeeded, retention.SucceededFor, cancellationToken).ConfigureAwait(false);
        await KeepForAsync(TaskState.Failed, retention.FailedFor, cancellationToken).ConfigureAwait(false);
        await KeepForAsync(TaskState.Stopped, retention.StoppedFor, cancellationToken).ConfigureAwait(false);
        await KeepLatestAsync(TaskState.Succeeded, retention.SucceededCount, cancellationToken).ConfigureAwait(false);
        await KeepLatestAsync(TaskState.Failed, retention.FailedCount, cancellationToken).ConfigureAwait(false);
        await KeepLatestAsync(TaskState.Stopped, retention.StoppedCount, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask KeepForAsync(TaskState state, TimeSpan? age, CancellationToken cancellationToken)
    {
        if (age is not { } kept)
        {
            return;
        }

        RowList<DateTimeOffset> clock = new(static row => row.GetTimestamp(0));
        await _database.ReadAsync(new SqlCall(_statements.Retention.Clock, null, null, clock), cancellationToken).ConfigureAwait(false);
        DateTimeOffset before = clock.Items[0] - kept;
        ParameterRow parameters = new(writer =>
        {
            writer.WriteInt32((int)state);
            writer.WriteTimestamp(before);
        });
        int removed;
        do
        {
            removed = await PurgeAsync(_statements.Retention.Aged, parameters, PurgedAtOnce, cancellationToken).ConfigureAwait(false);
        }
        while (removed == PurgedAtOnce);
    }

    private async ValueTask KeepLatestAsync(TaskState state, long? kept, CancellationToken cancellationToken)
    {
        if (kept is not { } most)
        {
            return;
        }

        Containers.TaskCounts counts = await _database.CountAsync(_statements.Table.Table, cancellationToken).ConfigureAwait(false);
        long there = state switch
        {
            TaskState.Succeeded => counts.Succeeded,
            TaskState.Failed => counts.Failed,
            _ => counts.Stopped,
        };
        ParameterRow parameters = new(writer => writer.WriteInt32((int)state));
        for (long left = there - most; left > 0; left -= PurgedAtOnce)
        {
            await PurgeAsync(_statements.Retention.Oldest, parameters, (int)Math.Min(left, PurgedAtOnce), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> PurgeAsync(PurgeStatement statement, ParameterRow parameters, int limit, CancellationToken cancellationToken)
    {
        RowList<Guid> removed = new(static row => row.GetGuid(0));
        await _database.WriteAsync(new[] { new SqlCall(statement, parameters, null, removed, limit) }, cancellationToken).ConfigureAwait(false);
        return removed.Items.Count;
    }
}
