namespace GeneratedScheduler.Storage;

internal sealed partial class MemoryTaskContainer<TTask, TResult>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The lease is not longer than zero, or the limit is negative.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        long now = Now();
        long leaseUntil = Ticks.After(now, request.LeaseDuration);
        Span<ClaimedTask<TTask>> places = claimed.Span;
        Admissions admitted = default;
        int count;
        lock (_lock)
        {
            ThrowIfDisposed();
            count = Claim(request, places, now, leaseUntil);
            if (_room.HasLine)
            {
                Admit(now, ref admitted);
            }
        }

        Finish(admitted);
        return new ValueTask<int>(count);
    }

    private int Claim(ClaimRequest request, Span<ClaimedTask<TTask>> claimed, long now, long leaseUntil)
    {
        int count = 0;
        bool more = true;
        while (more && count < claimed.Length)
        {
            more = _store.PromoteDue(now);
            int end = count + Math.Min(_store.Claimable(request.ClusterConcurrency), claimed.Length - count);
            if (end <= count)
            {
                break;
            }

            Claimant claimant = _store.Claimants.GetOrAdd(request.Claimant);
            for (; count < end; count++)
            {
                TaskEntry<TTask, TResult> entry = Entry(_store.Claim(claimant, now, leaseUntil));
                claimed[count] = new ClaimedTask<TTask>(entry.Id, entry.Payload, entry.Options, entry.ClaimToken, entry.Attempt)
                {
                    Handle = entry.Handle,
                    WorkAge = entry.Handle is null ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(0, now - entry.StartedAt)),
                    StopRequested = entry.StopRequested,
                };
            }
        }

        return count;
    }
}
