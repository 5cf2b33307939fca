using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Scheduling;

/// <summary>
/// Renews and rescues each third of the lease duration, on a thread of its own. For shared containers: a thread pool that is
/// full of blocked tasks must not cost the leases of all of them.
/// </summary>
internal sealed class LeaseThread<TTask, TResult>(SchedulerParts<TTask, TResult> parts, LeaseKeeper<TTask, TResult> keeper) : ILeaseLoop
{
    private readonly LoopCondition _condition = parts.ForLoop("renewing leases");
    private readonly TimeSpan _interval = parts.Options.LeaseDuration / 3;
    private readonly CancellationTokenSource _stopping = new();
    private readonly AutoResetEvent _tick = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Problem => _condition.Problem;

    public void Start()
    {
        Thread thread = new(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"leases of {parts.Name}" };
        thread.Start();
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        // A timer's callback needs a thread of the pool, so with the system's clock the wait itself keeps the time.
        bool isSystemTime = ReferenceEquals(parts.Time, TimeProvider.System);
        using (isSystemTime ? null : parts.Time.CreateTimer(_ => _tick.Set(), null, _interval, _interval))
        {
            WaitHandle[] events = [_stopping.Token.WaitHandle, _tick];
            while (WaitHandle.WaitAny(events, isSystemTime ? _interval : Timeout.InfiniteTimeSpan) != 0)
            {
                while (!TryRound() && !_stopping.IsCancellationRequested)
                {
                }
            }
        }

        _ended.SetResult();
    }

    /// <summary>One renewal and one rescue; waits after a failure.</summary>
    private bool TryRound()
    {
        try
        {
            keeper.RenewAsync(_stopping.Token).AsTask().GetAwaiter().GetResult();
            keeper.RescueAsync(_stopping.Token).AsTask().GetAwaiter().GetResult();
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
}
