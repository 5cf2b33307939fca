namespace GeneratedScheduler.Storage;

/// <remarks>
/// Which scheduler uses this container. All durable calls are made in the name of the first one: several schedulers of one process share the tasks in
/// memory, and one renewal covers them all.
/// </remarks>
public sealed partial class CombinedTaskContainer<TTask, TResult>
{
    private readonly List<Waiter> _waiters = [];

    // All under the lock.
    private ClaimantId? _owner;
    private TimeSpan _lease;
    private bool _isLimited;
    private long _lastSign;
    private int _sleepers;

    private ClaimRequest OwnRequest => new(_owner!.Value, _lease);

    /// <summary>Whether tasks are held in memory: somebody claims here, and there is no cluster-wide limit.</summary>
    private bool IsReserving => _owner is not null && !_isLimited;

    /// <summary>Whether somebody waits here, or has claimed lately. Otherwise what is reserved would wait for nobody.</summary>
    private bool IsActive => IsReserving && (_sleepers > 0 || _time.GetElapsedTime(_lastSign) < _lease / 3);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The container was disposed, before or during the wait.</exception>
    public ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        ContainerArguments.CheckWait(timeout);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        bool needsPage;
        lock (_lock)
        {
            ThrowIfDisposed();
            NoteRequest(request);
            needsPage = !_isLimited && _memory.Count == 0 && NeedsPage;
        }

        return needsPage
            ? new ValueTask(FetchAndWaitAsync(request, timeout, cancellationToken))
            : new ValueTask(WaitAsync(request, timeout, cancellationToken));
    }

    private async Task FetchAndWaitAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await FetchAsync(cancellationToken).ConfigureAwait(false);
        await WaitAsync(request, timeout, cancellationToken).ConfigureAwait(false);
    }

    private Task WaitAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Waiter waiter = new();
        ClaimRequest own;
        lock (_lock)
        {
            ThrowIfDisposed();
            own = OwnRequest with { ClusterConcurrency = request.ClusterConcurrency };
            if (timeout == TimeSpan.Zero || (!_isLimited && (_memory.Count > 0 || NeedsPage)))
            {
                return Task.CompletedTask;
            }

            _waiters.Add(waiter);
            _sleepers++;
        }

        return SleepAsync(waiter, own, timeout, cancellationToken);
    }

    /// <summary>Waits for a sign of our own, and listens to the durable container for what other processes do.</summary>
    private async Task SleepAsync(Waiter waiter, ClaimRequest own, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            using ITimer? timer = Durations.After(_time, timeout, static waiter => ((Waiter)waiter!).TrySetResult(true), waiter);
            Task<bool> listening = ListenAsync(own, timeout, awake.Token);
            using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((Waiter)waiter!).TrySetCanceled(token), waiter);
            Task<bool> first = await Task.WhenAny(waiter.Task, listening).ConfigureAwait(false);
            bool mayHaveCome = await first.ConfigureAwait(false);
            if (mayHaveCome)
            {
                // Somebody else's task, or the safety net: the next claim looks into the durable container.
                NoteArrival();
            }
        }
        finally
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
                _sleepers--;
                _lastSign = _time.GetTimestamp();
            }

            await awake.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> ListenAsync(ClaimRequest own, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _durable.WaitForTasksAsync(own, timeout, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Under the lock.
    private void NoteRequest(ClaimRequest request)
    {
        _owner ??= request.Claimant;
        _lease = request.LeaseDuration;
        _lastSign = _time.GetTimestamp();
        bool isLimited = request.ClusterConcurrency > 0;
        if (_isLimited && !isLimited)
        {
            _arrivals++;
        }

        _isLimited = isLimited;
    }

    // Under the lock; woken outside it.
    private List<Waiter> TakeWaiters()
    {
        if (_waiters.Count == 0)
        {
            return [];
        }

        List<Waiter> waiters = [.. _waiters];
        _waiters.Clear();
        return waiters;
    }

    private static void Wake(List<Waiter> waiters) => waiters.ForEach(static waiter => waiter.TrySetResult(false));

    /// <summary>A scheduler that waits. The answer: whether something may have come into the durable container.</summary>
    private sealed class Waiter() : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
}
