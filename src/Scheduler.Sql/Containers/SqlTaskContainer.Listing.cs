using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>
    /// <para>
    /// Each page is a walk along an index from the place where the page before it ended. Waiting tasks come by priority; running
    /// ones by the end of their leases, so that one whose lease is renewed between two pages may come twice; finished ones by their end.
    /// </para>
    /// <para>
    /// Where the walk begins and ends is said by the cursor, for finished tasks by <see cref="TaskFilter.FinishedFrom"/> and
    /// <see cref="TaskFilter.FinishedBefore"/>, and for waiting ones by <see cref="TaskFilter.Priority"/>. An unfinished task with a
    /// <see cref="TaskFilter.UniqueKey"/> is looked up. All other conditions are checked row by row on the way.
    /// </para>
    /// </remarks>
    public async ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        TaskQuery.ThrowIfInvalid(query);
        SqlCursor cursor = SqlCursor.Parse(query);
        cancellationToken.ThrowIfCancellationRequested();
        List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)> found;
        try
        {
            found = await FindAsync(query, cursor, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        }
        catch (UnstorableValueException)
        {
            // No task can have a text in it that the database cannot hold.
            return new TaskPage<TTask, TResult>([], null);
        }

        bool isLast = found.Count <= query.PageSize;
        List<TaskRecord<TTask, TResult>> page = [.. found.Take(query.PageSize).Select(f => f.Task)];
        return new TaskPage<TTask, TResult>(page, isLast ? null : found[query.PageSize - 1].Place.ToString()) { CursorBehind = index => found[index].Place.ToString() };
    }

    private ValueTask<List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)>> FindAsync(
        TaskQuery query, SqlCursor cursor, int limit, CancellationToken cancellationToken) => query switch
        {
            { Filter.UniqueKey: not null } when !TaskStateMachine.IsFinished(query.State) => FindWithKeyAsync(query, cursor, limit, cancellationToken),
            { State: TaskState.Waiting } => FindWaitingAsync(query, cursor, limit, cancellationToken),
            _ => FindInOrderAsync(query, cursor.Bounded(query), limit, cancellationToken),
        };

    // Nothing to walk: at most one unfinished task has the key.
    private async ValueTask<List<(SqlCursor, TaskRecord<TTask, TResult>)>> FindWithKeyAsync(
        TaskQuery query, SqlCursor cursor, int limit, CancellationToken cancellationToken)
    {
        ParameterRow parameters = new(writer =>
        {
            writer.WriteInt32((int)query.State);
            writer.WriteText(query.Filter.UniqueKey);
            RowFilters.Write(writer, query.Filter with { UniqueKey = null });
        });
        List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)> found =
            await ReadAsync(Ready.Statements.Read.WithKey, parameters, query, limit, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(f => f.Place.IsBehind(cursor))];
    }

    private ValueTask<List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)>> FindInOrderAsync(
        TaskQuery query, SqlCursor from, int limit, CancellationToken cancellationToken)
    {
        ListStatements lists = ListsOf(query);
        QueryStatement statement = query.State == TaskState.Unstarted ? lists.Unstarted
            : TaskStateMachine.IsClaimed(query.State) ? lists.Claimed
            : lists.Finished;
        ParameterRow parameters = new(writer =>
        {
            if (statement != lists.Unstarted)
            {
                writer.WriteInt32((int)query.State);
                writer.WriteTimestamp(from.Moment);
            }

            writer.WriteInt64(from.Seq);
            if (statement == lists.Finished)
            {
                writer.WriteTimestamp(query.NewestFirst
                    ? ListMoments.Bound(query.Filter.FinishedFrom, ListMoments.First)
                    : ListMoments.Bound(query.Filter.FinishedBefore, ListMoments.Last));
            }

            RowFilters.Write(writer, query.Filter);
        });
        return ReadAsync(statement, parameters, query, limit, cancellationToken);
    }

    // Along the index (ready, priority descending, sequence): the rest of a priority, then the priorities below it, then what is ready. Or against it.
    private async ValueTask<List<(SqlCursor, TaskRecord<TTask, TResult>)>> FindWaitingAsync(
        TaskQuery query, SqlCursor cursor, int limit, CancellationToken cancellationToken)
    {
        ListStatements lists = ListsOf(query);
        List<(SqlCursor, TaskRecord<TTask, TResult>)> found = [];
        SqlCursor start = SqlCursor.Start(query);
        foreach (bool isReady in cursor.IsReady == start.IsReady ? new[] { start.IsReady, !start.IsReady } : [cursor.IsReady])
        {
            SqlCursor from = (isReady == cursor.IsReady ? cursor : start with { IsReady = isReady }).Bounded(query);
            if (query.Filter.Priority is null || query.Filter.Priority == from.Priority)
            {
                await WalkAsync(lists.WaitingInPriority, from).ConfigureAwait(false);
            }

            if (query.Filter.Priority is null)
            {
                await WalkAsync(lists.WaitingBeyond, from).ConfigureAwait(false);
            }
        }

        return found;

        async ValueTask WalkAsync(QueryStatement statement, SqlCursor from)
        {
            if (found.Count == limit)
            {
                return;
            }

            ParameterRow parameters = new(writer =>
            {
                writer.WriteBoolean(from.IsReady);
                writer.WriteInt32(from.Priority);
                if (statement == lists.WaitingInPriority)
                {
                    writer.WriteInt64(from.Seq);
                }

                // The walk itself keeps to the priority.
                RowFilters.Write(writer, query.Filter with { Priority = null });
            });
            found.AddRange(await ReadAsync(statement, parameters, query, limit - found.Count, cancellationToken).ConfigureAwait(false));
        }
    }

    private ListStatements ListsOf(TaskQuery query) => query.NewestFirst ? Ready.Statements.NewestFirst : Ready.Statements.OldestFirst;

    private async ValueTask<List<(SqlCursor Place, TaskRecord<TTask, TResult> Task)>> ReadAsync(
        QueryStatement statement, ParameterRow parameters, TaskQuery query, int limit, CancellationToken cancellationToken)
    {
        Opened opened = Ready;
        RowList<(SqlCursor, TaskRecord<TTask, TResult>)> rows = new(row => (SqlCursor.At(row, query), opened.Records.ReadRecord(row)));
        await _database.ReadAsync(new SqlCall(statement, parameters, null, rows, limit), cancellationToken).ConfigureAwait(false);
        return rows.Items;
    }
}
