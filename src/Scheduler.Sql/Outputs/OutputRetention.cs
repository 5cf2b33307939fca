namespace GeneratedScheduler.Sql;

/// <summary>Removes old outputs in small batches.</summary>
internal sealed class OutputRetention(SqlDatabase database, OutputStatements statements, TimeSpan kept)
{
    private const int RemovedAtOnce = 500;

    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        RowList<DateTimeOffset> clock = new(static row => row.GetTimestamp(0));
        await database.ReadAsync(new SqlCall(statements.Clock, null, null, clock), cancellationToken).ConfigureAwait(false);
        DateTimeOffset before = clock.Items[0] - kept;
        ParameterRow parameters = new(writer => writer.WriteTimestamp(before));
        RowList<TaskId> aged = new(static row => TaskId.From(row.GetGuid(0)));
        do
        {
            await database.ReadAsync(new SqlCall(statements.Aged, parameters, null, aged, RemovedAtOnce), cancellationToken).ConfigureAwait(false);
            if (aged.Items.Count > 0)
            {
                SqlCall remove = new(statements.RemoveAged, parameters, new IdRows(aged.Items.ToArray()), null);
                await database.WriteAsync(new[] { remove }, cancellationToken).ConfigureAwait(false);
            }
        }
        while (aged.Items.Count == RemovedAtOnce);
    }
}
