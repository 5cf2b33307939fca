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
        try
        {
            database.Write(renewals.Select(static renewal => renewal.Ask(renewal.Held)).ToArray(), timeout, cancellationToken);
            renewals.ForEach(static renewal => renewal.Take());
            renewals.ForEach(static renewal => renewal.Report());
        }
        catch (Exception exception) when (exception is not (StoreUnavailableException or OperationCanceledException))
        {
            // Something about one of the kinds, or about one of its rows.
            renewals.ForEach(renewal => RenewApart(renewal, timeout, cancellationToken));
        }
    }

    /// <summary>Takes tasks away from those whose leases ran out.</summary>
    public async ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<RescueOfKind> rescues = [];
        foreach (KindRescue kind in kinds)
        {
            (kind.Failure, kind.Report) = (null, default);
            RescueOfKind rescue = new(kind);
            if (kind.Request.SeenFor > TimeSpan.Zero)
            {
                rescues.Add(rescue);
            }
            else
            {
                await GuardAsync(kind, RescueAtOnceAsync(rescue, cancellationToken)).ConfigureAwait(false);
            }
        }

        if (rescues.Count > 0 && Look(rescues))
        {
            foreach (RescueOfKind rescue in rescues.Where(static rescue => rescue.Lost.Length > 0))
            {
                await GuardAsync(rescue.Call, RescueSeenAsync(rescue, cancellationToken)).ConfigureAwait(false);
            }
        }
    }

    private void RenewApart(RenewalOfKind renewal, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            // What the database refuses to renew cannot be held: it counts as lost, and the others are kept.
            Halves.Run<ClaimKey>(
                renewal.Held,
                some =>
                {
                    database.Write(new[] { renewal.Ask(some) }, timeout, cancellationToken);
                    renewal.Take();
                },
                static (_, _) => { });
            renewal.Report();
        }
        catch (Exception exception)
        {
            renewal.Call.Failure = exception;
        }
    }

    /// <summary>Looks which leases are over, for all kinds in one round trip. Answers whether any task is lost.</summary>
    private bool Look(List<RescueOfKind> rescues)
    {
        try
        {
            database.Read(rescues.Select(static rescue => rescue.Look()).ToArray(), CallTimeout);
        }
        catch (Exception exception) when (rescues.Count > 1 && exception is not (StoreUnavailableException or OperationCanceledException))
        {
            rescues.ForEach(LookApart);
        }

        bool any = false;
        foreach (RescueOfKind rescue in rescues.Where(static rescue => rescue.Call.Failure is null))
        {
            any |= rescue.Note();
        }

        return any;
    }

    private void LookApart(RescueOfKind rescue)
    {
        try
        {
            database.Read(new[] { rescue.Look() }, CallTimeout);
        }
        catch (Exception exception)
        {
            rescue.Call.Failure = exception;
        }
    }

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
                RowList<TaskState> some2 = new(static row => (TaskState)row.GetInt32(0));
                SqlCall call = new(rescue.Kind.Statements.Lease.RescueSeen, rescue.Parameters, new ClaimRows(some), some2);
                database.Write(new[] { call }, CallTimeout, cancellationToken);
                ends.AddRange(some2.Items);
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

    private static async ValueTask GuardAsync(KindCall call, ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Failure = exception;
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
