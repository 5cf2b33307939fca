using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Renews leases and takes tasks away from lost schedulers, for several kinds in one call. Blocks the calling thread while the database works.</summary>
internal sealed class SqlLeases(SqlDatabase database)
{
    // How many rows that are refused are passed by in one look.
    private const int MostRefused = 100;

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
            all =>
            {
                database.Write(all.Select(static renewal => renewal.Ask(renewal.Held)).ToArray(), timeout, cancellationToken);
                all.ForEach(static renewal => renewal.Take());
            },
            renewal => RenewApart(renewal, timeout, cancellationToken),
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
            RunTogether(seen, Look, one => Look([one]), CallTimeout, cancellationToken);
            KindRescue[] lost = [.. seen.Where(static rescue => rescue.Call.Failure is null && rescue.Note()).Select(static rescue => rescue.Call)];
            await EachKind.RunAsync(lost, call => RescueSeenAsync(seen.Find(rescue => rescue.Call == call)!, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        KindRescue[] atOnce = [.. kinds.Where(static kind => kind.Request.SeenFor <= TimeSpan.Zero)];
        await EachKind.RunAsync(atOnce, call => RescueAtOnceAsync(new RescueOfKind(call), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Does something for several kinds in one call. If the database refuses that for a reason that may be one kind's own, each is done by itself, and the kinds
    /// that failed are left out of the common call until they work again: one whose table is locked would otherwise delay all others in each round.
    /// </summary>
    private static void RunTogether<T>(List<T> kinds, Action<List<T>> together, Action<T> apart, TimeSpan timeout, CancellationToken cancellationToken)
        where T : ILeaseCall
    {
        List<T> alone = kinds.FindAll(static kind => kind.Kind.FailedAlone is not null);
        List<T> common = kinds.FindAll(static kind => kind.Kind.FailedAlone is null);
        try
        {
            if (common.Count > 0)
            {
                together(common);
            }
        }
        catch (StoreUnavailableException exception)
        {
            kinds.ForEach(kind => kind.Call.Failure = exception);
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Something about one of the kinds, or about one of its rows. Those that are known to fail come last, the one that was tried last behind the others.
            alone = [.. common, .. alone];
        }

        RunApart(alone.OrderBy(static kind => kind.Kind.FailedAlone ?? long.MinValue), apart, timeout, cancellationToken);
    }

    private static void RunApart<T>(IEnumerable<T> kinds, Action<T> apart, TimeSpan timeout, CancellationToken cancellationToken)
        where T : ILeaseCall
    {
        long began = TimeProvider.System.GetTimestamp();
        Exception? all = null;
        foreach (T kind in kinds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (kind.Kind.FailedAlone is not null && TimeProvider.System.GetElapsedTime(began) > timeout)
            {
                all ??= new TimeoutException("The kinds of tasks that were tried before it took all the time there is; the next round tries it again.");
            }

            if (all is not null)
            {
                kind.Call.Failure = all;
                continue;
            }

            try
            {
                apart(kind);
                kind.Kind.FailedAlone = null;
            }
            catch (StoreUnavailableException exception)
            {
                kind.Call.Failure = all = exception;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                kind.Kind.FailedAlone = TimeProvider.System.GetTimestamp();
                kind.Call.Failure = exception;
            }
        }
    }

    // What the database refuses to renew cannot be held: it counts as lost, and the others are kept.
    private void RenewApart(RenewalOfKind renewal, TimeSpan timeout, CancellationToken cancellationToken) => Halves.Run<ClaimKey>(
        renewal.Held,
        some =>
        {
            database.Write(new[] { renewal.Ask(some) }, timeout, cancellationToken);
            renewal.Take();
        },
        static (_, _) => { });

    /// <summary>Looks which leases are over, for several kinds in one round trip.</summary>
    private void Look(List<RescueOfKind> rescues) => database.Read(rescues.Select(static rescue => rescue.Look()).ToArray(), CallTimeout);

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
                database.Write(new[] { call }, CallTimeout, cancellationToken);
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
            database.Write(new[] { new SqlCall(pick, rescue.Parameters, null, ends, rescue.Call.Request.Limit) }, CallTimeout, cancellationToken);
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
