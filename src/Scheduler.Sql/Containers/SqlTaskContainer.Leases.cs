using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

public sealed partial class SqlTaskContainer<TTask, TResult>
{
    // How many leases that are over are remembered from one look to the next.
    private const int MostSeen = 10_000;

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    // Of schedulers; see SchedulerSetupValidator.
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    private readonly LeasesSeenOver _over = new(TimeProvider.System);
    private long _callTimeout = TimeSpan.FromSeconds(10).Ticks;

    /// <inheritdoc/>
    /// <remarks>
    /// A lease that ran out holds again, unless the task was rescued in between. Blocks the calling thread while the database works, and has ended
    /// when it returns: it needs no thread of the pool, and has a connection of its own.
    /// </remarks>
    public async ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Held.IsEmpty)
        {
            return LeaseReport.Unchanged;
        }

        // In one order everywhere, so that two calls that meet in some rows do not wait for each other.
        ClaimKey[] held = request.Held.ToArray();
        Array.Sort(held, static (one, other) => one.Id.CompareTo(other.Id));
        ParameterRow parameters = Holder(new ClaimRequest(request.Claimant, request.LeaseDuration));
        List<(Guid Id, long Token, bool Stop, string? Callback)> kept = [];

        // What the database refuses to renew cannot be held: it counts as lost, and the others are kept.
        await ApartAsync<ClaimKey>(held, RenewSomeAsync, static (_, _) => { }).ConfigureAwait(false);

        // By token too: a claimant may still name a claim that it has lost beside a later one on the same task.
        Dictionary<(Guid, long), bool> stops = [];
        List<string> callbacks = [];
        foreach ((Guid id, long token, bool stop, string? callback) in kept)
        {
            stops[(id, token)] = stop;
            if (callback is not null)
            {
                callbacks.Add(callback);
            }
        }

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

        return lost.Count + stopRequested.Count + callbacks.Count == 0
            ? LeaseReport.Unchanged
            : new LeaseReport(lost, stopRequested) { Callbacks = callbacks };

        ValueTask RenewSomeAsync(ReadOnlyMemory<ClaimKey> some)
        {
            RowList<(Guid Id, long Token, bool Stop, string? Callback)> answers = new(
                static row => (row.GetGuid(0), row.GetInt64(1), row.GetBoolean(2), row.IsNull(3) ? null : row.GetText(3)));
            Write(new SqlCall(Ready.Statements.Lease.Renew, parameters, new ClaimRows(some), answers), NoteLease(request.LeaseDuration), cancellationToken);
            kept.AddRange(answers.Items);
            return default;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, callbacks.Length, nameof(accepted));
        accepted.Span.Clear();
        for (int i = 0; i < callbacks.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RowList<Guid> relayed = new(static row => row.GetGuid(0));
            await WriteAsync(
                cancellationToken, new SqlCall(Ready.Statements.Lease.Relay, null, new CallbackRows(callbacks.Slice(i, 1)), relayed)).ConfigureAwait(false);
            accepted.Span[i] = relayed.Items.Count > 0;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks the calling thread while the database works, like <see cref="RenewAsync"/>.</remarks>
    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        ParameterRow parameters = new(writer =>
        {
            writer.WriteBoolean(request.CanReattach);
            writer.WriteInt32(request.MaxLosses);
        });
        List<TaskState> ends = request.SeenFor > TimeSpan.Zero
            ? await RescueSeenAsync(parameters, request, cancellationToken).ConfigureAwait(false)
            : await RescueAsync(parameters, request.Limit, cancellationToken).ConfigureAwait(false);
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
            Write(new SqlCall(rescue, parameters, null, ends, limit), CallTimeout, cancellationToken);
            return ends.Items;
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            (List<TaskState> rescued, List<ApartPick.Refused> refused) = await ApartPick.Of(_database.Dialect, rescue).RunAsync(
                _database, parameters, limit, MostRefused, null, static row => (TaskState)row.GetInt32(0), cancellationToken).ConfigureAwait(false);
            return rescued.Count == 0 && refused.Count > 0 ? throw RefusedTask("taken over", refused[0]) : rescued;
        }
    }

    /// <summary>Takes over what was over at an earlier look too.</summary>
    private async ValueTask<List<TaskState>> RescueSeenAsync(ParameterRow parameters, RescueRequest request, CancellationToken cancellationToken)
    {
        RowList<LeasesSeenOver.Lease> over = new(static row => new(TaskId.From(row.GetGuid(0)), row.GetInt64(1), row.GetTimestamp(2)));
        _database.Read(new SqlCall(Ready.Statements.Lease.Over, null, null, over, MostSeen), CallTimeout);
        ClaimKey[] lost = [.. _over.Note(over.Items, request.SeenFor).Take(request.Limit)];
        if (lost.Length == 0)
        {
            return [];
        }

        // In the order in which renewals lock.
        Array.Sort(lost, static (one, other) => one.Id.CompareTo(other.Id));
        List<TaskState> rescued = [];
        ApartPick.Refused? refused = null;
        await ApartAsync<ClaimKey>(lost, RescueSome, (key, refusal) => refused ??= new(key.Id, refusal as RefusedException ?? new RefusedException(refusal, null))).ConfigureAwait(false);
        return rescued.Count == 0 && refused is { } first
            ? throw RefusedTask("taken over", first)
            : rescued;

        ValueTask RescueSome(ReadOnlyMemory<ClaimKey> some)
        {
            RowList<TaskState> ends = new(static row => (TaskState)row.GetInt32(0));
            Write(new SqlCall(Ready.Statements.Lease.RescueSeen, parameters, new ClaimRows(some), ends), CallTimeout, cancellationToken);
            rescued.AddRange(ends.Items);
            return default;
        }
    }

    private void Write(SqlCall call, TimeSpan timeout, CancellationToken cancellationToken) =>
        _database.Write(new[] { call }, timeout, cancellationToken);

    /// <summary>How long a call of the thread that renews may take, so that the next renewal is in time; by the lease that was asked for last.</summary>
    private TimeSpan CallTimeout => TimeSpan.FromTicks(Volatile.Read(ref _callTimeout));

    private TimeSpan NoteLease(TimeSpan lease)
    {
        // No scheduler has a shorter lease; one call for another purpose must not leave the others without time.
        if (lease >= ShortestLease)
        {
            Volatile.Write(ref _callTimeout, Math.Min(lease.Ticks / 3, LongestCall.Ticks));
        }

        return CallTimeout;
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
