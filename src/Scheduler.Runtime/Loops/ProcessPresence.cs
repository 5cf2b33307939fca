using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>Announces in a store that this process runs tasks of it, as long as it does. Safe for concurrent use.</summary>
/// <remarks>
/// <para>
/// Apart from the thread that renews leases: nothing of that thread waits for an announcement, so none can delay a renewal or fail it. One call is under way at a time. A failure
/// is logged once, and the next call tries again; when the thread pool is full, announcements are late.
/// </para>
/// <para>Where the store keeps no announcements, there is no timer, and only <see cref="Describe"/> says what runs.</para>
/// </remarks>
internal sealed class ProcessPresence(ITaskStore store, ClaimantId claimant, TimeProvider time, LoopCondition condition)
{
    /// <summary>The time from one announcement to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>How long an announcement holds: two may be lost or late.</summary>
    public static readonly TimeSpan Validity = 3 * Interval;

    /// <summary>How long the first announcement waits, so that it has all kinds that start together.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWithdrawal = TimeSpan.FromSeconds(2);

    private readonly Guid _id = Guid.NewGuid();
    private readonly Lock _lock = new();
    private readonly List<IRunningKind> _kinds = [];
    private ITimer? _timer;
    private Task _call = Task.CompletedTask;
    private long _since;
    private bool _isAnnounced;

    /// <summary>A kind is run from now on.</summary>
    public void Add(IRunningKind kind)
    {
        lock (_lock)
        {
            if (_kinds.Count == 0)
            {
                Begin();
            }

            _kinds.Add(kind);
        }
    }

    /// <summary>A kind is run no longer. After the last one the announcement is withdrawn; completes then, and never fails.</summary>
    public Task RemoveAsync(IRunningKind kind)
    {
        lock (_lock)
        {
            if (!_kinds.Remove(kind) || _kinds.Count > 0)
            {
                return Task.CompletedTask;
            }

            Quietly(() => _timer?.Dispose());
            _timer = null;
            return _call = WithdrawAfterAsync(_call);
        }
    }

    /// <summary>What runs at present, by the clock of this process; <see langword="null"/> if no kind does.</summary>
    public TaskProcess? Describe()
    {
        lock (_lock)
        {
            if (_kinds.Count == 0)
            {
                return null;
            }

            DateTimeOffset now = time.GetUtcNow();
            return new TaskProcess
            {
                Claimant = claimant,
                MachineName = Environment.MachineName,
                ProcessId = Environment.ProcessId,
                StartedAt = now - time.GetElapsedTime(_since),
                LastSeenAt = now,
                Runs = Count(),
            };
        }
    }

    // Under the lock. The clock is the application's, and may fail; then nothing is announced.
    private void Begin() => Quietly(() =>
    {
        _since = time.GetTimestamp();
        if (store.Traits.HasFlag(StoreTraits.Announcing))
        {
            // Without what flows with the caller.
            using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
            _timer = time.CreateTimer(static presence => ((ProcessPresence)presence!).OnTick(), this, FirstDelay, Timeout.InfiniteTimeSpan);
        }
    });

    private void OnTick()
    {
        lock (_lock)
        {
            Dictionary<string, int> runs = Count();
            if (runs.Count == 0)
            {
                // Before the first container is there, the store may lack the place for announcements.
                TickAfter(FirstDelay);
            }
            else if (_timer is not null)
            {
                _call = AnnounceAsync(runs);
            }
        }
    }

    // Under the lock.
    private void TickAfter(TimeSpan pause) => Quietly(() => _timer?.Change(pause, Timeout.InfiniteTimeSpan));

    private async Task AnnounceAsync(Dictionary<string, int> runs)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await TryAsync(
            token =>
            {
                _isAnnounced = true;
                return store.AnnounceProcessAsync(
                    new ProcessAnnouncement(_id, claimant, Environment.MachineName, Environment.ProcessId, runs, time.GetElapsedTime(_since), Validity), token);
            },
            LongestCall).ConfigureAwait(false);
        lock (_lock)
        {
            TickAfter(Interval);
        }
    }

    private async Task WithdrawAfterAsync(Task call)
    {
        // A store that does not answer holds up no close: the announcement goes by itself.
        await call.WaitAsync(LongestWithdrawal, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.IsCompleted && _isAnnounced)
        {
            _isAnnounced = false;
            await TryAsync(token => store.WithdrawProcessAsync(_id, token), LongestWithdrawal).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(Func<CancellationToken, ValueTask> call, TimeSpan atMost)
    {
        try
        {
            using CancellationTokenSource timeout = new(atMost, TimeProvider.System);
            await call(timeout.Token).ConfigureAwait(false);
            condition.Succeeded();
        }
        catch (Exception exception)
        {
            condition.Failed(exception);
        }
    }

    // Under the lock. A kind may have several schedulers.
    private Dictionary<string, int> Count()
    {
        Dictionary<string, int> runs = new(StringComparer.Ordinal);
        foreach (IRunningKind kind in _kinds)
        {
            if (kind.Runs is { } count)
            {
                runs[kind.Name] = runs.GetValueOrDefault(kind.Name) + count;
            }
        }

        return runs;
    }

    private void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            condition.Failed(exception);
        }
    }
}
