using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler.Loops;

/// <summary>
/// Renews and rescues each third of the lease duration, on a thread of its own that waits for nothing that needs the thread pool: a pool that is
/// full of blocked tasks must not cost the leases of all of them.
/// </summary>
internal sealed class LeaseThread<TTask, TResult>
{
    private readonly SchedulerParts<TTask, TResult> _parts;
    private readonly LeaseKeeper<TTask, TResult> _keeper;
    private readonly LoopCondition _condition;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LeaseWait _wait;
    private readonly AutoResetEvent _tick = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _rescue;

    public LeaseThread(SchedulerParts<TTask, TResult> parts, LeaseKeeper<TTask, TResult> keeper)
    {
        _parts = parts;
        _keeper = keeper;
        _condition = parts.ForLoop("renewing leases");
        _interval = parts.Options.LeaseDuration / 3;
        _wait = new LeaseWait(parts.Time, _interval, _stopping.Token);
    }

    public LoopProblem? Problem => _condition.Problem;

    public void Start()
    {
        // The priority counts where there are several (Windows): work that keeps all processors busy must not delay a renewal.
        Thread thread = new(Run, maxStackSize: 256 * 1024)
        {
            IsBackground = true,
            Name = $"leases of {_parts.Name}",
            Priority = ThreadPriority.AboveNormal,
        };

        // Without what flows with whoever starts the scheduler.
        thread.UnsafeStart();
    }

    public async Task StopAsync()
    {
        await _parts.Background.CancelAsync(_stopping).ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        // A timer's callback needs a thread of the pool, so with the system's clock the wait itself keeps the time.
        using (ITimer? timer = ReferenceEquals(_parts.Time, TimeProvider.System) ? null : TryMakeTimer())
        {
            WaitHandle[] events = [_stopping.Token.WaitHandle, _tick];
            TimeSpan untilNext = _interval;
            while (WaitHandle.WaitAny(events, timer is null ? untilNext : Timeout.InfiniteTimeSpan) != 0)
            {
                // From the begin of one round to the begin of the next: a slow store must not add its time to that.
                long began = TimeProvider.System.GetTimestamp();
                while (!TryRound() && !_stopping.IsCancellationRequested)
                {
                }

                TimeSpan left = _interval - TimeProvider.System.GetElapsedTime(began);
                untilNext = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }

        _ended.SetResult();
    }

    // Nothing may throw on a thread of our own: it would end the process. Without the application's clock, the system's has to do.
    private ITimer? TryMakeTimer()
    {
        try
        {
            return _parts.Time.CreateTimer(_ => _tick.Set(), null, _interval, _interval);
        }
        catch (Exception exception)
        {
            _condition.Failed(exception);
            return null;
        }
    }

    /// <summary>One renewal and one rescue; waits after a failure.</summary>
    private bool TryRound()
    {
        try
        {
            _keeper.Renew(_wait);
            Rescue();
            _condition.Succeeded();
            return true;
        }
        catch (Exception exception)
        {
            if (!_stopping.IsCancellationRequested)
            {
                _stopping.Token.WaitHandle.WaitOne(_condition.Failed(exception));
            }

            return false;
        }
    }

    /// <summary>One look for lost tasks. One that takes long, because it needs threads of the pool, must not delay the next renewal.</summary>
    private void Rescue()
    {
        if (_rescue is { IsCompleted: true } late)
        {
            // It ended after the round that had begun it; this round makes a look of its own.
            _rescue = null;
            late.GetAwaiter().GetResult();
        }

        Task rescue = _rescue ?? _keeper.RescueAsync(_stopping.Token);
        _rescue = rescue;
        if (_wait.Until(rescue, _interval / 2))
        {
            _rescue = null;
            rescue.GetAwaiter().GetResult();
        }
    }
}
