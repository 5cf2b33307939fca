namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <remarks>Renews the reservations in memory in the same call. What became of those is seen to here, and not reported.</remarks>
    public async ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        ClaimKey[] waiting;
        ClaimantId owner;
        lock (_lock)
        {
            ThrowIfDisposed();
            waiting = _memory.Keys();
            owner = _owner ?? request.Claimant;
        }

        ReadOnlyMemory<ClaimKey> held = waiting.Length == 0 ? request.Held : (ClaimKey[])[.. request.Held.Span, .. waiting];
        long sentAt = _time.GetTimestamp();
        LeaseReport report = await _durable.RenewAsync(
            request with { Claimant = owner, Held = held }, cancellationToken).ConfigureAwait(false);
        return waiting.Length == 0 ? report : Settle(report, waiting, sentAt, request.LeaseDuration);
    }

    /// <inheritdoc/>
    public ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _durable.RelayAsync(callbacks, accepted, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Gives back before what this process holds beyond its pace, and renews the rest if nobody has done so for some time. Both belong here because
    /// a scheduler looks for lost tasks each third of a lease, also while it runs nothing.
    /// </remarks>
    public async ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        List<ReservedTask<TTask>> excess;
        TimeSpan? overdue = null;
        lock (_lock)
        {
            ThrowIfDisposed();
            excess = _memory.TakeBeyond(_share.EndRound(hasWaiters: _sleepers > 0));
            if (excess.Count > 0)
            {
                // They are the first that are fetched when they are wanted after all.
                _lastPageWasFull = true;
            }

            if (_memory.Count > 0 && _time.GetElapsedTime(_memory.OldestLease) > _memory.ShortestLease / 6)
            {
                overdue = _lease;
            }
        }

        await TryGiveBackAsync(excess).ConfigureAwait(false);
        if (overdue is { } lease)
        {
            await RenewMemoryAsync(lease, cancellationToken).ConfigureAwait(false);
        }

        // A task of ours that began and was lost is to count as a loss, not as one that waited.
        await WriteMarksAsync(all: true).ConfigureAwait(false);
        RescueReport report = await _durable.RescueAsync(request, cancellationToken).ConfigureAwait(false);
        if (report.Rescued > 0)
        {
            NoteArrival();
        }
        else
        {
            LookAgain();
        }

        return report;
    }

    /// <summary>
    /// Has the next claim look into the durable container, without waking anybody for it. So the tasks of others come into their turn also
    /// while our own keep memory busy all the time.
    /// </summary>
    private void LookAgain()
    {
        lock (_lock)
        {
            _arrivals++;
        }
    }

    private async ValueTask RenewMemoryAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        ClaimKey[] waiting;
        ClaimantId owner;
        lock (_lock)
        {
            ThrowIfDisposed();
            waiting = _memory.Keys();
            if (waiting.Length == 0)
            {
                return;
            }

            owner = _owner!.Value;
        }

        long sentAt = _time.GetTimestamp();
        LeaseReport report = await _durable.RenewAsync(new RenewRequest(owner, waiting, lease), cancellationToken).ConfigureAwait(false);
        Settle(report, waiting, sentAt, lease);
    }

    /// <summary>Acts on what became of the reservations in memory, and answers with the rest of the report.</summary>
    private LeaseReport Settle(LeaseReport report, ClaimKey[] waiting, long sentAt, TimeSpan lease)
    {
        List<ReservedTask<TTask>> toStop = [];
        LeaseReport rest = report;
        lock (_lock)
        {
            if (report.Lost.Count > 0 || report.StopRequested.Count > 0)
            {
                HashSet<ClaimKey> ours = [.. waiting];
                rest = new LeaseReport(
                    [.. report.Lost.Where(key => !ours.Contains(key))],
                    [.. report.StopRequested.Where(key => !ours.Contains(key))],
                    report.Callbacks);
                Drop(report.Lost.Where(ours.Contains));
                TakeStopped(report.StopRequested.Where(ours.Contains), toStop);
            }

            _memory.Renewed(waiting, sentAt, lease);
        }

        if (toStop.Count > 0)
        {
            _ = StopRequestedAsync(toStop);
        }

        return rest;
    }

    // Under the lock. Others may have them now, or they wait again.
    private void Drop(IEnumerable<ClaimKey> lost)
    {
        foreach (ClaimKey key in lost)
        {
            if (_memory.TryRemove(key) is not null)
            {
                _arrivals++;
            }
        }
    }

    // Under the lock. Work that goes on elsewhere is stopped by whoever claims the task.
    private void TakeStopped(IEnumerable<ClaimKey> stopped, List<ReservedTask<TTask>> toStop)
    {
        foreach (ClaimKey key in stopped)
        {
            if (_memory.Find(key.Id) is not { } task || task.ClaimToken != key.ClaimToken)
            {
                continue;
            }

            task.StopIsRequested = true;
            if (!task.HasHandle && _memory.TryRemove(key) is not null)
            {
                toStop.Add(task);
            }
        }
    }

    /// <summary>Follows requests to stop tasks that wait in memory. If that fails, whoever claims the task follows it.</summary>
    private async Task StopRequestedAsync(List<ReservedTask<TTask>> tasks)
    {
        try
        {
            await StopAsync(tasks).ConfigureAwait(false);
        }
        catch (Exception)
        {
            Keep(tasks, _lease, room: 0);
        }
    }

    private async Task<bool[]> StopAsync(List<ReservedTask<TTask>> tasks)
    {
        TaskTransition<TResult>[] stops = [.. tasks.Select(task => TaskTransition<TResult>.Stop(task.Id, task.ClaimToken))];
        bool[] accepted = new bool[stops.Length];
        await ApplyApartAsync(stops, accepted).ConfigureAwait(false);
        return accepted;
    }
}
