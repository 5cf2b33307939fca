using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>One wait for all idle kinds of a store: one look into the database for all of them, and then a signal, the time of a delayed task, or the timeout.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock of timers in this process.</param>
internal sealed class SqlWaits(SqlDatabase database, TimeProvider time)
{
    // A little later rather than a little earlier: the store's clock decides when a task is due.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(1);

    public async ValueTask WaitAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        timeout = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;
        Waiting[] waiting = [.. kinds.Select(static kind => new Waiting(kind))];
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Array.ForEach(waiting, static kind => kind.Begin());
            if (!Answer(waiting))
            {
                await SleepAsync(waiting, timeout, ending.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            Array.ForEach(waiting, static kind => kind.End());
        }

        cancellationToken.ThrowIfCancellationRequested();
        Answer(waiting);
    }

    // The database is asked while the wait is under way, so that a signal ends it also when the database is slow or gone.
    private async Task SleepAsync(Waiting[] waiting, TimeSpan timeout, CancellationToken ending)
    {
        Task signal = Task.WhenAny(waiting.Select(static kind => kind.Signal));
        Task asking = LookAsync(Stale(waiting, timeout), ending);
        Task ended = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending);
        if (await Task.WhenAny(signal, asking, ended).ConfigureAwait(false) != asking)
        {
            // A question that is under way may not be answered for a long time. LookAsync takes whatever it ends with.
            return;
        }

        if (Answer(waiting))
        {
            return;
        }

        TimeSpan pause = waiting.Min(kind => kind.Wakeups.UntilLook(timeout, time));
        if (waiting.Min(kind => kind.Wakeups.UntilDue(time)) is { } due && due < pause)
        {
            pause = due + Margin;
        }

        await Task.WhenAny(signal, Task.Delay(Durations.Bounded(pause), time, ending)).ConfigureAwait(false);
    }

    /// <summary>The kinds for which the database is to be asked: those for which it is time, and with them those for which it soon will be.</summary>
    private Waiting[] Stale(Waiting[] waiting, TimeSpan interval)
    {
        bool isTime = Array.Exists(waiting, kind => kind.Wakeups.UntilLook(interval, time) == TimeSpan.Zero);
        return isTime ? [.. waiting.Where(kind => kind.Wakeups.UntilLook(interval, time) <= interval / 2)] : [];
    }

    /// <summary>Says which kinds have something to claim, as far as that is known. Answers whether any has.</summary>
    private bool Answer(Waiting[] waiting)
    {
        bool any = false;
        foreach (Waiting kind in waiting)
        {
            kind.Call.MayClaim |= kind.HasNews || kind.Wakeups.UntilDue(time) == TimeSpan.Zero;
            any |= kind.Call.MayClaim || kind.Call.Failure is not null;
        }

        return any;
    }

    private async Task LookAsync(Waiting[] stale, CancellationToken cancellationToken)
    {
        if (stale.Length == 0)
        {
            return;
        }

        try
        {
            await database.ReadAsync(stale.SelectMany(static kind => kind.Look()).ToArray(), cancellationToken).ConfigureAwait(false);
            foreach (Waiting kind in stale)
            {
                await NoteAsync(kind, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (stale.Length > 1 && exception is not (StoreUnavailableException or OperationCanceledException))
        {
            // One of the tables, perhaps.
            foreach (Waiting kind in stale)
            {
                await LookAsync([kind], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Array.ForEach(stale, kind => kind.Call.Failure = exception);
        }
    }

    private async ValueTask NoteAsync(Waiting kind, CancellationToken cancellationToken)
    {
        TimeSpan? due = kind.NextDue;
        if (kind.IsReady)
        {
            int limit = kind.Call.Request.ClusterConcurrency;
            TaskCounts counts = limit == 0 ? default : await database.CountAsync(kind.Table, cancellationToken).ConfigureAwait(false);
            due = limit == 0 || counts.Running + counts.Exporting < limit ? TimeSpan.Zero : due;
        }

        kind.Wakeups.NoteLook(due, time);
    }

    /// <summary>One kind during one wait.</summary>
    private sealed class Waiting(KindWait call)
    {
        private readonly SqlKind _kind = ((ISqlContainer)call.Container).Kind;
        private readonly RowList<bool> _ready = new(static _ => true);
        private readonly RowList<TimeSpan> _due = new(static row => row.GetTimestamp(0) - row.GetTimestamp(1));

        public KindWait Call => call;

        public SqlWakeups Wakeups => _kind.Wakeups;

        public string Table => _kind.Statements.Table.Table;

        /// <summary>Completes at the next sign that something may have come.</summary>
        public Task Signal { get; private set; } = Task.CompletedTask;

        public bool HasNews => Wakeups.HasNews(call.Request.Claimant);

        public bool IsReady => _ready.Items.Count > 0;

        public TimeSpan? NextDue => _due.Items.Count == 0 ? null : _due.Items[0];

        public void Begin()
        {
            (call.Failure, call.MayClaim) = (null, false);
            Signal = Wakeups.Next;
            Wakeups.AddLimited(call.Request.ClusterConcurrency > 0 ? 1 : 0);
        }

        public void End() => Wakeups.AddLimited(call.Request.ClusterConcurrency > 0 ? -1 : 0);

        public SqlCall[] Look()
        {
            ClaimStatements claim = _kind.Statements.Claim;
            return [new(claim.AnyReady, null, null, _ready, 1), new(claim.NextDue, null, null, _due, 1)];
        }
    }
}
