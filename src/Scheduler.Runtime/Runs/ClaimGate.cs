using System.Threading.RateLimiting;

namespace GeneratedScheduler.Runs;

/// <summary>Decides whether and how many tasks may be claimed now: a free slot, not paused, not closed, and within the rate.</summary>
internal sealed class ClaimGate<TTask, TResult>(RunTable<TTask, TResult> runs, RateLimiter? rate) : IDisposable
{
    // Released when a slot becomes free or the pause ends; a count of one is enough, because the waiter looks again.
    private readonly SemaphoreSlim _changed = new(0, 1);
    private volatile bool _isPaused;
    private volatile bool _isClosed;
    private volatile int _ends;
    private bool _hasPermit;

    public bool IsPaused => _isPaused;

    public void Pause() => _isPaused = true;

    public void Resume()
    {
        _isPaused = false;
        Signal();
    }

    public bool IsClosed => _isClosed;

    /// <summary>From now on nothing is claimed.</summary>
    public void Close()
    {
        _isClosed = true;

        // Whoever closes reads the slots afterwards; a worker that fills one reads this afterwards. One of them sees the other.
        Interlocked.MemoryBarrier();
    }

    /// <summary>Frees a slot.</summary>
    public void Release(int slot)
    {
        runs.Release(slot);
        Signal();
    }

    /// <summary>How many runs are over whose ends can be written in the same step in which the next tasks are claimed.</summary>
    public void SetEnds(int count)
    {
        _ends = count;
        if (count > 0)
        {
            Signal();
        }
    }

    /// <summary>How many tasks may be claimed now. For the scheduling loop only, after <see cref="WaitAsync"/>.</summary>
    /// <param name="ends">How many runs are over whose ends are written in the same step.</param>
    /// <remarks>With a rate one at a time: permits for tasks that are then not there would be spent later, all at once.</remarks>
    public int Free(int ends) => _isPaused ? 0 : rate is null ? runs.Free + ends : _hasPermit ? Math.Min(1, runs.Free + ends) : 0;

    /// <summary>Waits until at least one task may be claimed. For the scheduling loop only.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_isPaused || (runs.Free == 0 && _ends == 0))
            {
                await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (rate is not null && !_hasPermit)
            {
                await WaitForPermitAsync(rate, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Notes that a claim was made with the permit of <see cref="WaitAsync"/>.</summary>
    public void Claimed(int count) => _hasPermit &= count == 0;

    /// <summary>Whether a worker may claim the next task for its own slot, without waiting.</summary>
    public bool MayGoOn => !_isPaused && !_isClosed && rate is null;

    /// <summary>Gives the limiter back. Slots may still be released afterwards, by code that did not end in time.</summary>
    public void Dispose() => rate?.Dispose();

    private async ValueTask WaitForPermitAsync(RateLimiter limiter, CancellationToken cancellationToken)
    {
        using RateLimitLease lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        _hasPermit = lease.IsAcquired;
        if (!_hasPermit)
        {
            // A limiter without room in its own queue refuses instead of waiting. Limiters keep the system's time.
            TimeSpan delay = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter) && retryAfter > TimeSpan.Zero
                ? retryAfter
                : TimeSpan.FromMilliseconds(10);
            await Task.Delay(delay, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0)
        {
            try
            {
                _changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else signalled at the same moment.
            }
        }
    }
}
