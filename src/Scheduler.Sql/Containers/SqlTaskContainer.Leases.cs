using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>A lease that ran out holds again, unless the task was rescued in between.</remarks>
    public async ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        CheckLease(request.LeaseDuration, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Held.IsEmpty)
        {
            return LeaseReport.Unchanged;
        }

        // In one order everywhere, so that two calls that meet in some rows do not wait for each other.
        ClaimKey[] held = request.Held.ToArray();
        Array.Sort(held, static (one, other) => one.Id.CompareTo(other.Id));
        ParameterRow parameters = Holder(new ClaimRequest(request.Claimant, request.LeaseDuration));
        RowList<(Guid Id, long Token, bool Stop)> kept = new(static row => (row.GetGuid(0), row.GetInt64(1), row.GetBoolean(2)));
        await WriteAsync(cancellationToken, new SqlCall(Ready.Statements.Lease.Renew, parameters, new ClaimRows(held), kept)).ConfigureAwait(false);

        // By token too: a claimant may still name a claim that it has lost beside a later one on the same task.
        Dictionary<(Guid, long), bool> stops = kept.Items.ToDictionary(k => (k.Id, k.Token), k => k.Stop);
        List<ClaimKey> lost = [];
        List<ClaimKey> stopRequested = [];
        foreach (ref readonly ClaimKey key in request.Held.Span)
        {
            if (!stops.TryGetValue((key.Id.Value, key.ClaimToken), out bool stop))
            {
                lost.Add(key);
            }
            else if (stop)
            {
                stopRequested.Add(key);
            }
        }

        return lost.Count + stopRequested.Count == 0 ? LeaseReport.Unchanged : new LeaseReport(lost, stopRequested);
    }

    /// <inheritdoc/>
    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfNegative(request.MaxLosses, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        ParameterRow parameters = new(writer =>
        {
            writer.WriteBoolean(request.CanReattach);
            writer.WriteInt32(request.MaxLosses);
        });
        RowList<TaskState> ends = new(static row => (TaskState)row.GetInt32(0));
        await WriteAsync(cancellationToken, new SqlCall(Ready.Statements.Lease.Rescue, parameters, null, ends, request.Limit)).ConfigureAwait(false);
        RescueReport report = new(
            ends.Items.Count(s => s == TaskState.Waiting), ends.Items.Count(s => s == TaskState.Failed), ends.Items.Count(s => s == TaskState.Stopped));
        if (report != default)
        {
            SignalAll();
        }

        return report;
    }
}
