using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>
/// Renews and rescues for all kinds of one store, each third of their lease durations, on a thread that waits for nothing that needs the thread pool: a
/// pool that is full of blocked tasks must not cost the leases of all of them.
/// </summary>
/// <param name="store">The store of the kinds.</param>
/// <param name="time">The clock of the schedulers.</param>
internal sealed class LeaseThread(ITaskStore store, TimeProvider time)
{
    // A kind that is due so soon, as a part of its interval, takes part in the round of others: one call for all of them.
    private const int SharedPart = 4;

    private readonly Lock _lock = new();
    private readonly List<LeaseTiming> _kinds = [];
    private readonly AutoResetEvent _changed = new(initialState: false);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LeaseRound _round = new(store, time);
    private TaskCompletionSource? _betweenRounds;
    private ITimer? _timer;
    private bool _isRunning;

    // A timer's callback needs a thread of the pool, so with the system's clock the wait itself keeps the time.
    private bool IsSystemTime => ReferenceEquals(time, TimeProvider.System);

    /// <summary>From now on renews the leases of a kind.</summary>
    public void Add(ILeaseHolder kind)
    {
        lock (_lock)
        {
            _kinds.Add(new LeaseTiming(kind));
            SetTimer();
            if (!_isRunning)
            {
                _isRunning = true;
                Start();
            }
        }

        _changed.Set();
    }

    /// <summary>Renews the leases of a kind no longer. Completes when the round is over that it may be a part of.</summary>
    public Task RemoveAsync(ILeaseHolder kind)
    {
        lock (_lock)
        {
            _kinds.RemoveAll(entry => ReferenceEquals(entry.Kind, kind));
            SetTimer();
            _changed.Set();
            return _betweenRounds?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Ends the thread. Safe to call more than once.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _kinds.Clear();
            SetTimer();
        }

        _stopping.Cancel();
    }

    private void Start()
    {
        // The priority counts where there are several (Windows): work that keeps all processors busy must not delay a renewal.
        Thread thread = new(Run, maxStackSize: 256 * 1024)
        {
            IsBackground = true,
            Name = $"leases of {store.Name}",
            Priority = ThreadPriority.AboveNormal,
        };

        // Without what flows with the caller.
        thread.UnsafeStart();
    }

    private void Run()
    {
        WaitHandle[] events = [_stopping.Token.WaitHandle, _changed];
        while (true)
        {
            TimeSpan untilNext = UntilNext();
            if (WaitHandle.WaitAny(events, untilNext) == 0)
            {
                return;
            }

            List<LeaseTiming> due = TakeDue();
            if (due.Count > 0)
            {
                RunRound(due);
            }
        }
    }

    private void RunRound(List<LeaseTiming> due)
    {
        try
        {
            _round.Run(due, _stopping.Token);
        }
        catch (Exception)
        {
            // Nothing may throw on a thread of our own: it would end the process. Every failure was noted with its kind.
        }

        TaskCompletionSource? over;
        lock (_lock)
        {
            (over, _betweenRounds) = (_betweenRounds, null);
        }

        over?.SetResult();
    }

    private TimeSpan UntilNext()
    {
        lock (_lock)
        {
            return _kinds.Count == 0 ? Timeout.InfiniteTimeSpan : _kinds.Min(static entry => entry.UntilDue);
        }
    }

    private List<LeaseTiming> TakeDue()
    {
        lock (_lock)
        {
            if (!_kinds.Exists(static entry => entry.UntilDue == TimeSpan.Zero))
            {
                return [];
            }

            List<LeaseTiming> due = _kinds.FindAll(static entry => entry.UntilDue <= entry.Interval / SharedPart);
            due.ForEach(static entry => entry.Begin());
            _betweenRounds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return due;
        }
    }

    // Under the lock. For a clock of the application's: it says when rounds are due.
    private void SetTimer()
    {
        if (IsSystemTime)
        {
            return;
        }

        _timer?.Dispose();
        _timer = null;
        if (_kinds.Count > 0)
        {
            TimeSpan interval = _kinds.Min(static entry => entry.Interval);
            try
            {
                _timer = time.CreateTimer(_ => OnTick(), null, interval, interval);
                _kinds.ForEach(static entry => entry.IsTimedByOthers = true);
            }
            catch (Exception exception)
            {
                // Without the application's clock, the system's has to do.
                _kinds.ForEach(entry => entry.Kind.RoundFailed(exception));
                _kinds.ForEach(static entry => entry.IsTimedByOthers = false);
            }
        }
    }

    private void OnTick()
    {
        lock (_lock)
        {
            _kinds.ForEach(static entry => entry.MakeDue());
        }

        _changed.Set();
    }
}
