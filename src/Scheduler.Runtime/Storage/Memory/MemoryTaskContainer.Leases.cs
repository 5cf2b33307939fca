namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>
    /// A lease that ran out holds again, unless the task was rescued in between. Only the claims that are named are renewed, so
    /// that a claim whose answer never arrived comes back.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The lease is not longer than zero.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LeaseReport>(cancellationToken);
        }

        long leaseUntil = Ticks.After(Now(), request.LeaseDuration);
        ReadOnlySpan<ClaimKey> held = request.Held.Span;
        List<ClaimKey>? lost = null;
        List<ClaimKey>? stopRequested = null;
        List<string>? callbacks = null;
        lock (_lock)
        {
            ThrowIfDisposed();
            Claimant? claimant = _store.Claimants.Find(request.Claimant);
            foreach (ClaimKey key in held)
            {
                TaskNode? node = _store.Find(key.Id);
                if (claimant is null || node is null || node.Place != claimant || node.ClaimToken != key.ClaimToken)
                {
                    (lost ??= []).Add(key);
                    continue;
                }

                Claimants.Renew(node, leaseUntil);
                if (node.StopRequested)
                {
                    (stopRequested ??= []).Add(key);
                }

                if (node.Details?.Callback is { } callback)
                {
                    (callbacks ??= []).Add(callback);
                }
            }

            if (claimant is not null)
            {
                Claimants.EndRenewal(claimant);
            }
        }

        return new ValueTask<LeaseReport>(lost is null && stopRequested is null && callbacks is null
            ? LeaseReport.Unchanged
            : new LeaseReport(lost ?? [], stopRequested ?? [], callbacks));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="accepted"/> is not as long as <paramref name="callbacks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        ContainerArguments.CheckPlaces(accepted.Length, callbacks.Length, nameof(accepted));
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        lock (_lock)
        {
            ThrowIfDisposed();
            for (int i = 0; i < callbacks.Length; i++)
            {
                accepted.Span[i] = TryRelay(callbacks.Span[i]);
            }
        }

        return ValueTask.CompletedTask;
    }

    private bool TryRelay(in RelayedCallback callback)
    {
        if (_store.Find(callback.Id) is not { } node)
        {
            return false;
        }

        bool isOfPresentWork = node.Handle is { } handle
            ? handle.StartToken == callback.StartToken && !TaskStateMachine.IsFinished(node.State)
            : node.ClaimToken == callback.StartToken && TaskStateMachine.IsClaimed(node.State);
        if (!isOfPresentWork)
        {
            return false;
        }

        if (callback.Progress is { } progress)
        {
            node.Detailed.Progress = progress;
        }

        if (callback.End is { } end)
        {
            node.Detailed.Callback = end;
        }

        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1, or the number of losses is negative.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RescueReport>(cancellationToken);
        }

        long now = Now();
        Endings<TTask, TResult> endings = default;
        RescueReport report = default;
        Sleeper? awake;
        lock (_lock)
        {
            ThrowIfDisposed();
            foreach (TaskNode node in _store.Claimants.FindExpired(now, request.Limit) ?? [])
            {
                report = Rescue(Entry(node), request, now, report, ref endings);
            }

            awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
        }

        endings.Tell();
        Wakeups.Wake(awake);
        return new ValueTask<RescueReport>(report);
    }

    private RescueReport Rescue(
        TaskEntry<TTask, TResult> entry,
        in RescueRequest request,
        long now,
        RescueReport report,
        ref Endings<TTask, TResult> endings)
    {
        int losses = ++entry.Detailed.Losses;
        bool keepsHandle = request.CanReattach && entry.Handle is not null;
        LeaveAttempt(entry, keepsHandle, countsAsAttempt: false);
        if (entry.StopRequested && !keepsHandle)
        {
            End(entry, TaskState.Stopped, entry.Details?.Failure, now, ref endings);
            return report with { Stopped = report.Stopped + 1 };
        }

        if (losses > request.MaxLosses)
        {
            End(entry, TaskState.Failed, LostTooOften(losses), now, ref endings);
            return report with { Failed = report.Failed + 1 };
        }

        _store.GiveBack(entry, now, now);
        return report with { Rescued = report.Rescued + 1 };
    }

    private static TaskFailure LostTooOften(int losses) => new(
        TaskFailureReason.Lost,
        $"The scheduler that ran the task was lost {losses} {(losses == 1 ? "time" : "times")}: its lease was not renewed. "
        + "The task may block or end the process that runs it. Look for what happened there; raise MaxLosses or LeaseDuration "
        + "if the task is not to blame; then restart the task.");
}
