using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Renews leases and takes tasks away from lost schedulers, for several kinds in one call. Blocks the calling thread while the database works.</summary>
internal sealed class SqlLeases(SqlDatabase database)
{
    // How many rows that are refused are passed by in one look.
    private const int MostRefused = 100;

    // The timeout of a call, divided by how long it waits for a lock where the calls of others come after it.
    private const int PartForLocks = 5;

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    // Of schedulers; see SchedulerSetupValidator.
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    private long _callTimeout = TimeSpan.FromSeconds(10).Ticks;

    /// <summary>How long a call of the thread that renews may take, so that the next renewal is in time; by the lease that was asked for last.</summary>
    private TimeSpan CallTimeout => TimeSpan.FromTicks(Volatile.Read(ref _callTimeout));

    /// <summary>Before anything is handed out whose lease has to be renewed.</summary>
    public ValueTask PrepareAsync(TimeSpan lease) => database.PrepareWriteAsync(NoteLease(lease));

    /// <summary>Extends leases. One that ran out holds again, unless the task was rescued in between.</summary>
    public void Renew(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<RenewalOfKind> renewals = [];
        foreach (KindRenewal kind in kinds)
        {
            (kind.Failure, kind.Report) = (null, LeaseReport.Unchanged);
            if (!kind.Request.Held.IsEmpty)
            {
                renewals.Add(new RenewalOfKind(kind));
            }
        }

        if (renewals.Count == 0)
        {
            return;
        }

        TimeSpan timeout = NoteLease(renewals.Min(static renewal => renewal.Call.Request.LeaseDuration));
        RunTogether(
            renewals,
            (all, lockTimeout) =>
            {
                database.Write(all.Select(static renewal => renewal.Ask(renewal.Held)).ToArray(), timeout, lockTimeout, cancellationToken);
                all.ForEach(static renewal => renewal.Take());
            },
            (renewal, lockTimeout) => RenewApart(renewal, timeout, lockTimeout, cancellationToken),
            timeout,
            cancellationToken);
        foreach (RenewalOfKind renewal in renewals.Where(static renewal => renewal.Call.Failure is null))
        {
            renewal.Report();
        }
    }

    /// <summary>Takes tasks away from those whose leases ran out.</summary>
    public async ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (KindRescue kind in kinds)
        {
            (kind.Failure, kind.Report) = (null, default);
        }

        List<RescueOfKind> seen = [.. kinds.Where(static kind => kind.Request.SeenFor > TimeSpan.Zero).Select(static kind => new RescueOfKind(kind))];
        if (seen.Count > 0)
        {
            RunTogether(seen, Look, (one, lockTimeout) => Look([one], lockTimeout), CallTimeout, cancellationToken);
            KindRescue[] lost = [.. seen.Where(static rescue => rescue.Call.Failure is null && rescue.Note()).Select(static rescue => rescue.Call)];
            await EachKind.RunAsync(lost, call => RescueSeenAsync(seen.Find(rescue => rescue.Call == call)!, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        KindRescue[] atOnce = [.. kinds.Where(static kind => kind.Request.SeenFor <= TimeSpan.Zero)];
        await EachKind.RunAsync(atOnce, call => RescueAtOnceAsync(new RescueOfKind(call), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Does something for several kinds in one call. If that fails for a reason that may be one kind's own, each is done by itself, and the kinds that failed are
    /// left out of the common call until they work again: one whose table is locked would otherwise delay all others in each round.
    /// </summary>
    /// <remarks>
    /// One kind alone waits for locks as long as the call may take, and so do the last tries of several. It is worth it: where a task blocks the thread pool, a
    /// transaction of this very process holds its rows until it gets a thread, and a wait that is given up and begun again is last in the queue for the row.
    /// </remarks>
    private void RunTogether<T>(
        List<T> kinds, Action<List<T>, TimeSpan> together, Action<T, TimeSpan> apart, TimeSpan timeout, CancellationToken cancellationToken)
        where T : ILeaseCall
    {
        List<T> common = kinds.Count == 1 ? kinds : kinds.FindAll(static kind => kind.Kind.FailedAlone is null);
        IEnumerable<T> patient = kinds.Except(common).OrderBy(static kind => kind.Kind.FailedAlone);
        try
        {
            if (common.Count > 0)
            {
                together(common, kinds.Count == 1 ? TimeSpan.MaxValue : timeout / PartForLocks);
                common.ForEach(static kind => kind.Kind.FailedAlone = null);
            }
        }
        catch (StoreUnavailableException exception)
        {
            kinds.ForEach(kind => kind.Call.Failure = exception);
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (kinds.Count == 1 && database.HasWaitedTooLong(exception))
            {
                kinds[0].Call.Failure = exception;
                return;
            }

            // Something about one of the kinds, or about one of its rows.
            RunApart(common, apart, timeout / PartForLocks, cancellationToken);
            patient = common.Where(kind => kind.Call.Failure is { } failure && database.HasWaitedTooLong(failure)).Concat(patient);
        }

        RunPatiently([.. patient], apart, timeout, cancellationToken);
    }

    private static void RunPatiently<T>(List<T> kinds, Action<T, TimeSpan> apart, TimeSpan timeout, CancellationToken cancellationToken)
        where T : ILeaseCall
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < kinds.Count; i++)
        {
            if (TimeProvider.System.GetElapsedTime(began) > timeout / 2)
            {
                // They come first in the next round.
                TimeoutException late = new("Locks of other kinds of tasks took all the time that there is.");
                kinds.Skip(i).Where(static kind => kind.Call.Failure is null).ToList().ForEach(kind => kind.Call.Failure = late);
                return;
            }

            RunApart([kinds[i]], apart, timeout * 0.8, cancellationToken);
        }
    }

    private static void RunApart<T>(List<T> kinds, Action<T, TimeSpan> apart, TimeSpan lockTimeout, CancellationToken cancellationToken)
        where T : ILeaseCall
    {
        StoreUnavailableException? outage = null;
        foreach (T kind in kinds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kind.Call.Failure = outage;
            if (outage is not null)
            {
                continue;
            }

            try
            {
                apart(kind, lockTimeout);
                kind.Kind.FailedAlone = null;
            }
            catch (StoreUnavailableException exception)
            {
                kind.Call.Failure = outage = exception;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                kind.Kind.FailedAlone = TimeProvider.System.GetTimestamp();
                kind.Call.Failure = exception;
            }
        }
    }

    // What the database refuses to renew cannot be held: it counts as lost, and the others are kept.
    private void RenewApart(RenewalOfKind renewal, TimeSpan timeout, TimeSpan lockTimeout, CancellationToken cancellationToken) => Halves.Run<ClaimKey>(
        renewal.Held,
        some =>
        {
            database.Write(new[] { renewal.Ask(some) }, timeout, lockTimeout, cancellationToken);
            renewal.Take();
        },
        static (_, _) => { });

    /// <summary>Looks which leases are over, for several kinds in one round trip.</summary>
    private void Look(List<RescueOfKind> rescues, TimeSpan lockTimeout) =>
        database.Read(rescues.Select(static rescue => rescue.Look()).ToArray(), CallTimeout, lockTimeout);

    /// <summary>Takes over what was over at an earlier look too.</summary>
    private ValueTask RescueSeenAsync(RescueOfKind rescue, CancellationToken cancellationToken)
    {
        List<TaskState> ends = [];
        RefusedException? refused = null;
        TaskId of = default;
        Halves.Run<ClaimKey>(
            rescue.Lost,
            some =>
            {
                RowList<TaskState> states = new(static row => (TaskState)row.GetInt32(0));
                SqlCall call = new(rescue.Kind.Statements.Lease.RescueSeen, rescue.Parameters, new ClaimRows(some), states);
                database.Write(new[] { call }, CallTimeout, TimeSpan.MaxValue, cancellationToken);
                ends.AddRange(states.Items);
            },
            (key, refusal) => (refused, of) = (refused ?? refusal as RefusedException ?? new RefusedException(refusal, null), key.Id));
        if (ends.Count == 0 && refused is not null)
        {
            throw Refusals.Of(rescue.Kind, database, "taken over", of, refused);
        }

        Complete(rescue, ends);
        return ValueTask.CompletedTask;
    }

    private async ValueTask RescueAtOnceAsync(RescueOfKind rescue, CancellationToken cancellationToken)
    {
        PickStatement pick = rescue.Kind.Statements.Lease.Rescue;
        RowList<TaskState> ends = new(static row => (TaskState)row.GetInt32(0));
        try
        {
            database.Write(new[] { new SqlCall(pick, rescue.Parameters, null, ends, rescue.Call.Request.Limit) }, CallTimeout, TimeSpan.MaxValue, cancellationToken);
            Complete(rescue, ends.Items);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            (List<TaskState> rescued, List<ApartPick.Refused> refused) = await ApartPick.Of(database.Dialect, pick).RunAsync(
                database, rescue.Parameters, rescue.Call.Request.Limit, MostRefused, null, static row => (TaskState)row.GetInt32(0), cancellationToken)
                .ConfigureAwait(false);
            if (rescued.Count == 0 && refused.Count > 0)
            {
                throw Refusals.Of(rescue.Kind, database, "taken over", refused[0].Id, refused[0].Refusal);
            }

            Complete(rescue, rescued);
        }
    }

    private void Complete(RescueOfKind rescue, List<TaskState> ends)
    {
        rescue.Call.Report = new RescueReport(
            ends.Count(static s => s == TaskState.Waiting), ends.Count(static s => s == TaskState.Failed), ends.Count(static s => s == TaskState.Stopped));
        if (ends.Count > 0)
        {
            rescue.Kind.NoteWrite();
            database.Announce(rescue.Kind.Statements.Table.Table);
        }
    }

    private TimeSpan NoteLease(TimeSpan lease)
    {
        // No scheduler has a shorter lease; one call for another purpose must not leave the others without time.
        if (lease >= ShortestLease)
        {
            Volatile.Write(ref _callTimeout, Math.Min(lease.Ticks / 3, LongestCall.Ticks));
        }

        return CallTimeout;
    }
}
