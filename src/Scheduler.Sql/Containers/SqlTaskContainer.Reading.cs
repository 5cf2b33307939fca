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
}
