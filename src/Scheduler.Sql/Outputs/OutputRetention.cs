namespace GeneratedScheduler.Sql;

/// <summary>Removes old outputs in small batches.</summary>
internal sealed class OutputRetention(SqlDatabase database, OutputStatements statements, TimeSpan kept) : IUpkeep
{
    private const int RemovedAtOnce = 500;

    // How many outputs are passed by in one round that the database does not let go.
    private const int MostKept = 10_000;

    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        RowList<DateTimeOffset> clock = new(static row => row.GetTimestamp(0));
        await database.ReadAsync(new SqlCall(statements.Clock, null, null, clock), cancellationToken).ConfigureAwait(false);
        if (kept >= clock.Items[0] - DateTimeOffset.MinValue)
        {
            return;
        }

        DateTimeOffset before = clock.Items[0] - kept;
        ParameterRow parameters = new(writer => writer.WriteTimestamp(before));
        RowList<TaskId> aged = new(static row => TaskId.From(row.GetGuid(0)));
        HashSet<TaskId> stay = [];
        TaskId[] next;
        do
        {
            SqlCall find = new(statements.Aged, parameters, null, aged, RemovedAtOnce + stay.Count);
            await database.ReadAsync(find, cancellationToken).ConfigureAwait(false);
            next = [.. aged.Items.Where(id => !stay.Contains(id))];
            await RemoveAsync(parameters, next, stay, cancellationToken).ConfigureAwait(false);
        }
        while (next.Length >= RemovedAtOnce && stay.Count < MostKept);
    }

    // By halves where the database refuses: an output that may not be removed does not keep the others.
    private async ValueTask RemoveAsync(ParameterRow parameters, ReadOnlyMemory<TaskId> ids, HashSet<TaskId> stay, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
        {
            return;
        }

        try
        {
            await database.WriteAsync(new[] { new SqlCall(statements.RemoveAged, parameters, new IdRows(ids), null) }, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException) when (ids.Length > 1)
        {
            int half = ids.Length / 2;
            await RemoveAsync(parameters, ids[..half], stay, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(parameters, ids[half..], stay, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException)
        {
            stay.Add(ids.Span[0]);
        }
    }
}
