using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The processes that have announced themselves in a database. Safe for concurrent use.</summary>
internal sealed class SqlProcesses(SqlDatabase database)
{
    // Each announcement removes some, so that many lost processes do not make one call long.
    private const int MostRemoved = 100;

    private readonly ProcessStatements _statements = new(database.Dialect);

    public ValueTask AnnounceAsync(ProcessAnnouncement process, CancellationToken cancellationToken)
    {
        string details = new ProcessDetails(process.MachineName, process.ProcessId, process.Runs).ToString();
        ParameterRow parameters = new(writer =>
        {
            writer.WriteGuid(process.Id);
            writer.WriteGuid(process.Claimant.Value);
            writer.WriteInt64(-process.Age.Ticks);
            writer.WriteInt64(process.ValidFor.Ticks);
            writer.WriteText(details);
        });

        // In this order no process holds its own row while it waits for rows of others: there is no deadlock.
        SqlCall[] calls = [new(_statements.RemoveOver, null, null, null, MostRemoved), new(_statements.Announce, parameters, null, null)];
        return database.WriteAsync(calls, cancellationToken);
    }

    public ValueTask WithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        ParameterRow parameters = new(writer => writer.WriteGuid(id));
        return database.WriteAsync(new[] { new SqlCall(_statements.Withdraw, parameters, null, null, 1) }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TaskProcess>> ListAsync(CancellationToken cancellationToken)
    {
        RowList<TaskProcess> processes = new(static row =>
        {
            ProcessDetails details = ProcessDetails.Parse(row.GetText(3));
            return new TaskProcess
            {
                Claimant = new ClaimantId(row.GetGuid(0)),
                StartedAt = row.GetTimestamp(1),
                LastSeenAt = row.GetTimestamp(2),
                MachineName = details.Machine,
                ProcessId = details.Process,
                Runs = details.Runs,
            };
        });
        await database.ReadAsync(new SqlCall(_statements.List, null, null, processes), cancellationToken).ConfigureAwait(false);
        return processes.Items;
    }
}
