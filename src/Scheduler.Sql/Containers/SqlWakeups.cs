using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Those who wait for tasks in one container, and what wakes them: a signal, the time of a delayed task, or their timeout.</summary>
internal sealed class SqlWakeups(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ClaimantId, long> _looked = new();
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private int _limited;
    private bool _isClosed;

    /// <summary>Whether somebody waits under a cluster-wide limit, for whom the end of a task is news too.</summary>
    public bool HasLimited => Volatile.Read(ref _limited) > 0;

    /// <summary>How many signals there have been.</summary>
    public long Signals => Volatile.Read(ref _version);

    /// <summary>Ends every wait, now and from now on.</summary>
    public void Close()
    {
        Volatile.Write(ref _isClosed, true);
        Signal();
    }

    /// <summary>Something may be claimable.</summary>
    public void Signal()
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            _version++;
            waiting = _signal;
            _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    /// <summary>Notes that a claimant is about to look for tasks.</summary>
    public void Looked(ClaimantId claimant) => _looked[claimant] = Volatile.Read(ref _version);

    public async ValueTask WaitAsync(
        ClaimRequest request, TimeSpan timeout, Func<CancellationToken, ValueTask<TimeSpan?>> nextDue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task signal;
        lock (_lock)
        {
            if (_looked.TryGetValue(request.Claimant, out long looked) && looked != _version)
            {
                return;
            }

            signal = _signal.Task;
        }

        if (request.ClusterConcurrency > 0)
        {
            Interlocked.Increment(ref _limited);
        }

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await WaitAsync(signal, timeout, nextDue, ending.Token).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            if (request.ClusterConcurrency > 0)
            {
                Interlocked.Decrement(ref _limited);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), this);
    }

    // The store is asked while the wait is under way, so that a signal ends it also when the store is slow or gone.
    private async Task WaitAsync(Task signal, TimeSpan timeout, Func<CancellationToken, ValueTask<TimeSpan?>> nextDue, CancellationToken ending)
    {
        Task<TimeSpan?> asking = AskAsync(nextDue, ending);
        Task timer = Task.Delay(Durations.Bounded(timeout), time, ending);
        Task first = await Task.WhenAny(signal, asking, timer).ConfigureAwait(false);
        if (first != asking || await asking.ConfigureAwait(false) is not { } due || due >= timeout)
        {
            await Task.WhenAny(signal, timer).ConfigureAwait(false);
        }
        else if (due > TimeSpan.Zero)
        {
            // A little later rather than a little earlier: the store's clock decides.
            await Task.WhenAny(signal, timer, Task.Delay(due + TimeSpan.FromMilliseconds(1), time, ending)).ConfigureAwait(false);
        }
    }

    private static async Task<TimeSpan?> AskAsync(Func<CancellationToken, ValueTask<TimeSpan?>> nextDue, CancellationToken ending)
    {
        try
        {
            return await nextDue(ending).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The timeout stands; the next claim meets the same failure and reports it.
            return null;
        }
    }
}
