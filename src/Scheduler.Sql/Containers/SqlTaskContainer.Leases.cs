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
        List<(Guid Id, long Token, bool Stop)> kept = [];

        // What the database refuses to renew cannot be held: it counts as lost, and the others are kept.
        await ApartAsync<ClaimKey>(held, RenewSomeAsync, static (_, _) => { }).ConfigureAwait(false);

        // By token too: a claimant may still name a claim that it has lost beside a later one on the same task.
        Dictionary<(Guid, long), bool> stops = kept.ToDictionary(k => (k.Id, k.Token), k => k.Stop);
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

        async ValueTask RenewSomeAsync(ReadOnlyMemory<ClaimKey> some)
        {
            RowList<(Guid Id, long Token, bool Stop)> answers = new(static row => (row.GetGuid(0), row.GetInt64(1), row.GetBoolean(2)));
            await WriteAsync(cancellationToken, new SqlCall(Ready.Statements.Lease.Renew, parameters, new ClaimRows(some), answers)).ConfigureAwait(false);
            kept.AddRange(answers.Items);
        }
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
        List<TaskState> ends = await RescueAsync(parameters, request.Limit, cancellationToken).ConfigureAwait(false);
        RescueReport report = new(
            ends.Count(s => s == TaskState.Waiting), ends.Count(s => s == TaskState.Failed), ends.Count(s => s == TaskState.Stopped));
        if (report != default)
        {
            SignalAll();
        }

        return report;
    }

    private async ValueTask<List<TaskState>> RescueAsync(ParameterRow parameters, int limit, CancellationToken cancellationToken)
    {
        PickStatement rescue = Ready.Statements.Lease.Rescue;
        RowList<TaskState> ends = new(static row => (TaskState)row.GetInt32(0));
        try
        {
            await WriteAsync(cancellationToken, new SqlCall(rescue, parameters, null, ends, limit)).ConfigureAwait(false);
            return ends.Items;
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            (List<TaskState> rescued, List<ApartPick.Refused> refused) = await ApartPick.Of(_database.Dialect, rescue).RunAsync(
                _database, parameters, limit, MostRefused, null, static row => (TaskState)row.GetInt32(0), cancellationToken).ConfigureAwait(false);
            return rescued.Count == 0 && refused.Count > 0 ? throw RefusedTask("taken over", refused[0]) : rescued;
        }
    }

    /// <summary>Carries out a call for several tasks, by halves where the database refuses, until those to blame are alone.</summary>
    private static async ValueTask ApartAsync<T>(ReadOnlyMemory<T> tasks, Func<ReadOnlyMemory<T>, ValueTask> write, Action<T, Exception> refused)
    {
        try
        {
            await write(tasks).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            if (tasks.Length == 1)
            {
                refused(tasks.Span[0], exception);
                return;
            }

            int half = tasks.Length / 2;
            await ApartAsync(tasks[..half], write, refused).ConfigureAwait(false);
            await ApartAsync(tasks[half..], write, refused).ConfigureAwait(false);
        }
    }
}
