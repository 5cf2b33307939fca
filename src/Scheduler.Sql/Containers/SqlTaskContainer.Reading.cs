using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken)
    {
        Opened opened = Ready;
        cancellationToken.ThrowIfCancellationRequested();
        if (ids.IsEmpty)
        {
            return [];
        }

        TaskId[] asked = ids.ToArray();
        RowList<TaskRecord<TTask, TResult>> found = new(opened.Records.ReadRecord);
        TaskId[] distinct = [.. asked.Distinct().Where(id => !id.IsEmpty)];
        await _database.ReadAsync(new SqlCall(opened.Statements.Read.Get, null, new IdRows(distinct), found), cancellationToken).ConfigureAwait(false);
        Dictionary<TaskId, TaskRecord<TTask, TResult>> byId = found.Items.ToDictionary(r => r.Id);
        return [.. asked.Select(id => byId.GetValueOrDefault(id))];
    }

    /// <inheritdoc/>
    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        string table = Ready.Columns.Table;
        return _database.CountAsync(table, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Tasks of one priority are claimed in the order in which they were added, and a retried or delayed one may be due later than those behind it: so the first
    /// hundred of each priority are looked at, along the index of claims. Of more than a hundred priorities in use, the lowest are not.
    /// </remarks>
    public async ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken)
    {
        const int Looked = 100;
        const int MostPriorities = 100;
        ClaimStatements statements = Ready.Statements.Claim;
        TimeSpan? longest = null;
        int? priority = int.MaxValue;
        for (int looks = 0; priority is { } highest && looks < MostPriorities; looks++)
        {
            RowList<(int Priority, TimeSpan Wait)> ready = new(static row => (row.GetInt32(0), row.GetTimestamp(2) - row.GetTimestamp(1)));
            ParameterRow from = new(writer => writer.WriteInt32(highest));
            await _database.ReadAsync(new SqlCall(statements.FirstInLine, from, null, ready, Looked), cancellationToken).ConfigureAwait(false);
            ready.Items.ForEach(task => Note(task.Wait));
            priority = ready.Items is { Count: Looked } && ready.Items[^1].Priority is > int.MinValue and var last ? last - 1 : null;
        }

        // Due tasks are made ready by those who claim; nobody may.
        RowList<TimeSpan> delayed = new(static row => row.GetTimestamp(1) - row.GetTimestamp(0));
        await _database.ReadAsync(new SqlCall(statements.NextDue, null, null, delayed, 1), cancellationToken).ConfigureAwait(false);
        delayed.Items.ForEach(Note);
        return longest;

        void Note(TimeSpan wait)
        {
            if (wait >= TimeSpan.Zero && !(longest > wait))
            {
                longest = wait;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken)
    {
        RowList<DateTimeOffset> clock = new(static row => row.GetTimestamp(0));
        await _database.ReadAsync(new SqlCall(Ready.Statements.Retention.Clock, null, null, clock), cancellationToken).ConfigureAwait(false);
        return clock.Items[0];
    }
}
