using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    private const int LargestPage = 1_000;

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
    /// <remarks>
    /// Each page is a walk along an index from the place where the page before it ended. Waiting tasks come by priority; running
    /// ones by the end of their leases, so that one whose lease is renewed between two pages may come twice; finished ones by their end.
    /// </remarks>
    public async ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        if (query.PageSize is < 1 or > LargestPage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(query), query.PageSize, $"PageSize must be from 1 to {LargestPage}; read further pages with the cursor.");
        }

        if (query.State is < TaskState.Unstarted or >= TaskState.Deleted)
        {
            throw new ArgumentException($"No task in a container is {query.State}; ask for a state from Unstarted to Stopped.", nameof(query));
        }

        SqlCursor cursor = SqlCursor.Parse(query);
        cancellationToken.ThrowIfCancellationRequested();
        List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)> found = query.State == TaskState.Waiting
            ? await ListWaitingAsync(cursor, query.PageSize + 1, cancellationToken).ConfigureAwait(false)
            : await ListAsync(query.State, cursor, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        bool isLast = found.Count <= query.PageSize;
        List<TaskRecord<TTask, TResult>> page = [.. found.Take(query.PageSize).Select(f => f.Task)];
        return new TaskPage<TTask, TResult>(page, isLast ? null : found[query.PageSize - 1].Place.ToString());
    }

    /// <inheritdoc/>
    public ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        string table = Ready.Columns.Table;
        return _database.CountAsync(table, cancellationToken);
    }

    private async ValueTask<List<(SqlCursor, TaskRecord<TTask, TResult>)>> ListAsync(
        TaskState state, SqlCursor cursor, int limit, CancellationToken cancellationToken)
    {
        ReadStatements statements = Ready.Statements.Read;
        QueryStatement statement = state == TaskState.Unstarted ? statements.Unstarted
            : TaskStateMachine.IsClaimed(state) ? statements.Claimed
            : statements.Finished;
        ParameterRow parameters = new(writer =>
        {
            if (state != TaskState.Unstarted)
            {
                writer.WriteInt32((int)state);
                writer.WriteTimestamp(cursor.Moment);
            }

            writer.WriteInt64(cursor.Seq);
        });
        return await FindAsync(statement, parameters, state, limit, cancellationToken).ConfigureAwait(false);
    }

    // Along the index (ready, priority descending, sequence): the rest of a priority, then the priorities below it, then what is ready.
    private async ValueTask<List<(SqlCursor, TaskRecord<TTask, TResult>)>> ListWaitingAsync(
        SqlCursor cursor, int limit, CancellationToken cancellationToken)
    {
        ReadStatements statements = Ready.Statements.Read;
        List<(SqlCursor, TaskRecord<TTask, TResult>)> found = [];
        foreach (bool isReady in cursor.IsReady ? new[] { true } : [false, true])
        {
            SqlCursor from = isReady == cursor.IsReady ? cursor : SqlCursor.FirstWaiting(isReady);
            foreach (QueryStatement statement in new[] { statements.WaitingInPriority, statements.WaitingBelow })
            {
                if (found.Count < limit)
                {
                    ParameterRow parameters = new(writer =>
                    {
                        writer.WriteBoolean(isReady);
                        writer.WriteInt32(from.Priority);
                        if (statement == statements.WaitingInPriority)
                        {
                            writer.WriteInt64(from.Seq);
                        }
                    });
                    found.AddRange(await FindAsync(statement, parameters, TaskState.Waiting, limit - found.Count, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        return found;
    }

    private async ValueTask<List<(SqlCursor, TaskRecord<TTask, TResult>)>> FindAsync(
        QueryStatement statement, ParameterRow parameters, TaskState state, int limit, CancellationToken cancellationToken)
    {
        Opened opened = Ready;
        RowList<(SqlCursor, TaskRecord<TTask, TResult>)> rows = new(row => (SqlCursor.At(row, state), opened.Records.ReadRecord(row)));
        await _database.ReadAsync(new SqlCall(statement, parameters, null, rows, limit), cancellationToken).ConfigureAwait(false);
        return rows.Items;
    }
}
