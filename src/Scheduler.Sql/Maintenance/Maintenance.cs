namespace GeneratedScheduler.Sql;

/// <summary>What a container does by itself now and then: removes old finished tasks in small batches, and keeps the counts short.</summary>
internal sealed class Maintenance : IUpkeep
{
    private const int PurgedAtOnce = 500;

    // How many tasks are passed by in one round that the database does not let go.
    private const int MostKept = 10_000;

    private readonly SqlDatabase _database;
    private readonly TaskStatements _statements;
    private readonly SqlContainerOptions _options;
    private readonly HashSet<TaskId> _kept = [];
    private readonly Func<long> _moves;

    // The first round adds up what a lost process has left.
    private long _foldedAt = -1;

    /// <param name="database">The database.</param>
    /// <param name="statements">The statements about the table.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="moves">How often this process has moved tasks of the table: the counts of a table that nobody changes need no care.</param>
    public Maintenance(SqlDatabase database, TaskStatements statements, SqlContainerOptions options, Func<long> moves) =>
        (_database, _statements, _options, _moves) = (database, statements, options, moves);

    /// <summary>Adds up the counts, if tasks were moved since, and keeps to the limits by number.</summary>
    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        // By now they may go.
        _kept.Clear();
        long moved = _moves();
        if (moved != _foldedAt)
        {
            await _database.CompactCountsAsync(_statements.Table.Table, cancellationToken).ConfigureAwait(false);
            _foldedAt = moved;
        }

        RetentionOptions retention = _options.Retention;
        await KeepLatestAsync(TaskState.Succeeded, retention.SucceededCount, cancellationToken).ConfigureAwait(false);
        await KeepLatestAsync(TaskState.Failed, retention.FailedCount, cancellationToken).ConfigureAwait(false);
        await KeepLatestAsync(TaskState.Stopped, retention.StoppedCount, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The questions for the ends of the oldest finished tasks, one for each limit by age.</summary>
    public IEnumerable<AgeLook> AgeLooks()
    {
        RetentionOptions retention = _options.Retention;
        foreach ((TaskState state, TimeSpan? age) in new[]
        {
            (TaskState.Succeeded, retention.SucceededFor), (TaskState.Failed, retention.FailedFor), (TaskState.Stopped, retention.StoppedFor),
        })
        {
            if (age is { } kept)
            {
                yield return new AgeLook(_statements, kept, state, (before, token) => RemoveEndedBeforeAsync(state, before, token));
            }
        }
    }

    private async ValueTask RemoveEndedBeforeAsync(TaskState state, DateTimeOffset before, CancellationToken cancellationToken)
    {
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
        while (removed >= PurgedAtOnce);
    }

    private async ValueTask KeepLatestAsync(TaskState state, long? kept, CancellationToken cancellationToken)
    {
        if (kept is not { } most)
        {
            return;
        }

        int removed;
        do
        {
            removed = await FindExcessAsync(state, most, cancellationToken).ConfigureAwait(false) is { } last
                ? await PurgeAsync(_statements.Retention.Oldest, last, PurgedAtOnce, cancellationToken).ConfigureAwait(false)
                : 0;
        }
        while (removed > 0);
    }

    /// <summary>The parameters that remove the oldest tasks that are too many; <see langword="null"/> if there are none.</summary>
    /// <remarks>
    /// Other processes remove tasks at the same time, so a number of tasks to remove is wrong as soon as it is known: all would remove so many. The
    /// place up to which tasks are too many stays right. It does if the oldest are looked up before they are counted: whoever removes
    /// some of them in between makes the count smaller, and the place comes earlier.
    /// </remarks>
    private async ValueTask<ParameterRow?> FindExcessAsync(TaskState state, long most, CancellationToken cancellationToken)
    {
        if (await CountAsync(state, cancellationToken).ConfigureAwait(false) <= most)
        {
            return null;
        }

        IReadOnlyList<(DateTimeOffset Moment, long Seq)> oldest =
            await FindOldestAsync(state, PurgedAtOnce + _kept.Count, cancellationToken).ConfigureAwait(false);
        long excess = Math.Min(await CountAsync(state, cancellationToken).ConfigureAwait(false) - most, oldest.Count);
        if (excess <= 0)
        {
            return null;
        }

        (DateTimeOffset moment, long seq) = oldest[(int)excess - 1];
        return new ParameterRow(writer =>
        {
            writer.WriteInt32((int)state);
            writer.WriteTimestamp(moment);
            writer.WriteInt64(seq);
        });
    }

    private async ValueTask<IReadOnlyList<(DateTimeOffset Moment, long Seq)>> FindOldestAsync(TaskState state, int limit, CancellationToken cancellationToken)
    {
        RowList<(DateTimeOffset Moment, long Seq)> oldest = new(static row => (row.GetTimestamp(0), row.GetInt64(1)));
        ParameterRow ofState = new(writer => writer.WriteInt32((int)state));
        SqlCall places = new(_statements.Retention.OldestPlaces, ofState, null, oldest, limit);
        await _database.ReadAsync(places, cancellationToken).ConfigureAwait(false);
        return oldest.Items;
    }

    private async ValueTask<long> CountAsync(TaskState state, CancellationToken cancellationToken)
    {
        Storage.TaskCounts counts = await _database.CountAsync(_statements.Table.Table, cancellationToken).ConfigureAwait(false);
        return state switch
        {
            TaskState.Succeeded => counts.Succeeded,
            TaskState.Failed => counts.Failed,
            _ => counts.Stopped,
        };
    }

    private async ValueTask<int> PurgeAsync(PurgeStatement statement, ParameterRow parameters, int limit, CancellationToken cancellationToken)
    {
        RowList<Guid> removed = new(static row => row.GetGuid(0));
        try
        {
            await _database.WriteAsync(new[] { new SqlCall(statement, parameters, null, removed, limit) }, cancellationToken).ConfigureAwait(false);
            return removed.Items.Count;
        }
        catch (RefusedException)
        {
            return await PurgeApartAsync(statement, parameters, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The same one by one: a task that may not be removed, because of a foreign key or a trigger, does not keep the others.</summary>
    private async ValueTask<int> PurgeApartAsync(PurgeStatement statement, ParameterRow parameters, int limit, CancellationToken cancellationToken)
    {
        (List<bool> removed, List<ApartPick.Refused> refused) = await ApartPick.Of(_database.Dialect, statement).RunAsync(
            _database, parameters, limit, _kept.Count, _kept, static _ => true, cancellationToken).ConfigureAwait(false);
        foreach (ApartPick.Refused one in refused)
        {
            if (_kept.Count < MostKept)
            {
                _kept.Add(one.Id);
            }
        }

        // As many as were taken care of: the next ones are behind those that stay.
        return removed.Count + (_kept.Count < MostKept ? refused.Count : 0);
    }
}
