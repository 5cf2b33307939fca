using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>One wait for all idle kinds of a store: one look into the database for all of them, and then a signal, the time of a delayed task, or the timeout.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock of timers in this process.</param>
internal sealed class SqlWaits(SqlDatabase database, TimeProvider time) : IAsyncDisposable
{
    // A little later rather than a little earlier: the store's clock decides when a task is due.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private WaitLook? _look;

    public async ValueTask WaitAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(SqlStore));
        timeout = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;
        WaitOfKind[] waiting = [.. kinds.Select(static kind => new WaitOfKind(kind))];
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
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

    /// <summary>Ends the look that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_look is { } look)
        {
            await look.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The database is asked while the wait is under way, so that a signal ends it also when the database is slow or gone.
    private async Task SleepAsync(WaitOfKind[] waiting, TimeSpan timeout, CancellationToken ending)
    {
        Task signal = Task.WhenAny(waiting.Select(static kind => kind.Signal));
        Task ended = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending);
        while (LookFor(waiting, timeout) is { } look)
        {
            if (await Task.WhenAny(signal, look.Task, ended).ConfigureAwait(false) != look.Task || ending.IsCancellationRequested)
            {
                // A question that is under way may not be answered for a long time; the next wait takes its answer.
                return;
            }

            Array.ForEach(waiting, look.Tell);
            if (Answer(waiting))
            {
                return;
            }
        }

        TimeSpan pause = waiting.Min(kind => kind.Wakeups.UntilLook(timeout, time));
        if (waiting.Min(kind => kind.Wakeups.UntilDue(time)) is { } due && due < pause)
        {
            pause = due + Margin;
        }

        await Task.WhenAny(signal, Task.Delay(Durations.Bounded(pause), time, ending)).ConfigureAwait(false);
    }

    /// <summary>
    /// The look to wait for: the one that is under way, which may have been begun for an earlier wait, or a new one for the kinds for which it is time, and with
    /// them those for which it soon will be. <see langword="null"/> if none is needed.
    /// </summary>
    private WaitLook? LookFor(WaitOfKind[] waiting, TimeSpan interval)
    {
        if (!Array.Exists(waiting, kind => kind.Wakeups.UntilLook(interval, time) == TimeSpan.Zero))
        {
            return null;
        }

        lock (_lock)
        {
            if (_look is { Task.IsCompleted: false } under)
            {
                return under;
            }

            WaitOfKind[] stale = [.. waiting.Where(kind => kind.Wakeups.UntilLook(interval, time) <= interval / 2)];
            return stale.Length == 0 ? null : _look = new WaitLook(database, time, stale, _closing.Token);
        }
    }

    /// <summary>Says which kinds have something to claim, as far as that is known. Answers whether any has.</summary>
    private bool Answer(WaitOfKind[] waiting)
    {
        bool any = false;
        foreach (WaitOfKind kind in waiting)
        {
            kind.Call.MayClaim |= kind.HasNews || kind.Wakeups.UntilDue(time) == TimeSpan.Zero;
            any |= kind.Call.MayClaim || kind.Call.Failure is not null;
        }

        return any;
    }
}
