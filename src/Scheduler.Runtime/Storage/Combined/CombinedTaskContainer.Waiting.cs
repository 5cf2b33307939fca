namespace GeneratedScheduler.Storage;

/// <remarks>
/// Which scheduler uses this container. All durable calls are made in the name of the first one: several schedulers of one process share the tasks in
/// memory, and one renewal covers them all.
/// </remarks>
internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    // All under the lock.
    private Wakeups _wakeups;
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
        Sleeper sleeper = new(request.ClusterConcurrency);
        ClaimRequest own;
        lock (_lock)
        {
            ThrowIfDisposed();
            own = OwnRequest with { ClusterConcurrency = request.ClusterConcurrency };
            if (timeout == TimeSpan.Zero || (!_isLimited && (_memory.Count > 0 || NeedsPage)))
            {
                return Task.CompletedTask;
            }

            _wakeups.Add(sleeper);
            _sleepers++;
        }

        return SleepAsync(sleeper, own, timeout, cancellationToken);
    }

    /// <summary>Waits for a sign of our own, and listens to the durable container for what other processes do.</summary>
    private async Task SleepAsync(Sleeper sleeper, ClaimRequest own, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            using ITimer? timer = sleeper.EndAfter(_time, timeout);
            Task<bool> listening = ListenAsync(own, timeout, awake.Token);
            using CancellationTokenRegistration cancellation = sleeper.EndWith(cancellationToken);
            Task<bool> first = await Task.WhenAny(sleeper.Task, listening).ConfigureAwait(false);
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
                _wakeups.Remove(sleeper);
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
}
