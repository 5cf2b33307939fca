namespace GeneratedScheduler.Storage;

internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    // What a claim has to see to before it may take from memory.
    private enum Need
    {
        Nothing = 0,
        Renewal = 1,
        Page = 2,
    }

    /// <summary>
    /// How much of its lease a reservation may have used up when it is handed out; it is renewed first if it has used more. A scheduler renews
    /// each third of the lease, so that this happens only after renewals have failed or nobody made them.
    /// </summary>
    internal double LeasePartAtClaim { get; init; } = 0.5;

    /// <inheritdoc/>
    /// <remarks>
    /// From memory, without a call to the durable container, unless memory is empty or something is known to have come up there. With a cluster-wide
    /// limit always from the durable container.
    /// </remarks>
    public ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        ContainerArguments.Check(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        if (request.ClusterConcurrency > 0)
        {
            return ClaimDirectlyAsync(request, claimed, cancellationToken);
        }

        Need need = TryTake(request, claimed.Span, mayFetch: true, mayRenew: true, out int count, out List<ReservedTask<TTask>>? toBegin);
        return need == Need.Nothing && toBegin is null
            ? new ValueTask<int>(count)
            : ClaimSlowlyAsync(request, claimed, need, count, toBegin, cancellationToken);
    }

    private async ValueTask<int> ClaimSlowlyAsync(
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        Need need,
        int count,
        List<ReservedTask<TTask>>? toBegin,
        CancellationToken cancellationToken)
    {
        bool mayFetch = true;
        bool mayRenew = true;
        while (true)
        {
            if (toBegin is not null)
            {
                count += await BeginAllAsync(toBegin, claimed[count..], count > 0).ConfigureAwait(false);
            }

            if (need == Need.Nothing && (count > 0 || toBegin is null))
            {
                return count;
            }

            if (need == Need.Renewal)
            {
                mayRenew = false;
                await RenewMemoryAsync(request.LeaseDuration, cancellationToken).ConfigureAwait(false);
            }
            else if (need == Need.Page)
            {
                mayFetch = false;
                await FetchAsync(cancellationToken).ConfigureAwait(false);
            }

            need = TryTake(request, claimed.Span, mayFetch, mayRenew, out count, out toBegin);
        }
    }

    private Need TryTake(
        ClaimRequest request,
        Span<ClaimedTask<TTask>> claimed,
        bool mayFetch,
        bool mayRenew,
        out int count,
        out List<ReservedTask<TTask>>? toBegin)
    {
        count = 0;
        toBegin = null;
        bool isFirstMark = false;
        lock (_lock)
        {
            ThrowIfDisposed();
            NoteRequest(request);
            if (claimed.IsEmpty)
            {
                return Need.Nothing;
            }

            _share.Asked(claimed.Length);
            if (mayFetch && NeedsPage)
            {
                return Need.Page;
            }

            if (_memory.Count > 0 && !IsFresh(request.LeaseDuration))
            {
                // After a renewal that did not help there is nothing here that is certainly ours.
                return mayRenew ? Need.Renewal : Need.Nothing;
            }

            while (_memory.Count > 0 && count + (toBegin?.Count ?? 0) < claimed.Length)
            {
                ReservedTask<TTask> task = _memory.Take();
                if (task.MustBegin)
                {
                    (toBegin ??= []).Add(task);
                    continue;
                }

                isFirstMark |= _marks.Add(new BeginMark(task.Id, task.ClaimToken, task.HasHandle));
                claimed[count++] = task.Claim(_time);
            }

            _share.Took(count + (toBegin?.Count ?? 0), thereAreMore: _lastPageWasFull);
            FillIfLow();
        }

        if (isFirstMark)
        {
            _beginTimer.Change(_options.BeginDelay, _options.BeginDelay);
        }

        return Need.Nothing;
    }

    private bool IsFresh(TimeSpan lease) =>
        lease <= _memory.ShortestLease && _time.GetElapsedTime(_memory.OldestLease) <= _memory.ShortestLease * LeasePartAtClaim;

    /// <summary>Tells the durable container of the beginning of tasks that may have ended a process, before their code is called.</summary>
    private async ValueTask<int> BeginAllAsync(List<ReservedTask<TTask>> tasks, Memory<ClaimedTask<TTask>> claimed, bool hasOthers)
    {
        TaskTransition<TResult>[] begins = [.. tasks.Select(task => TaskTransition<TResult>.Begin(task.Id, task.ClaimToken))];
        bool[] accepted = new bool[begins.Length];
        InvalidTaskException?[] refusals = new InvalidTaskException?[begins.Length];
        try
        {
            await ApplyApartAsync(begins, accepted, refusals).ConfigureAwait(false);
            await FailAsync(tasks, refusals).ConfigureAwait(false);
            await ConfirmBegunAsync(tasks, accepted).ConfigureAwait(false);
        }
        catch (Exception)
        {
            tasks.ForEach(task => task.BeginIsUncertain = true);
            Keep(tasks, _memory.ShortestLease, room: 0);
            if (hasOthers)
            {
                return 0;
            }

            throw;
        }

        int count = 0;
        for (int i = 0; i < accepted.Length; i++)
        {
            // What was refused is no longer ours.
            if (accepted[i])
            {
                claimed.Span[count++] = tasks[i].Claim(_time);
            }
        }

        return count;
    }

    /// <summary>
    /// Ends tasks whose begin the durable container does not take: without it they must not be run, and nobody else fares better. One whose end it does not
    /// take either is left to its lease.
    /// </summary>
    private async ValueTask FailAsync(List<ReservedTask<TTask>> tasks, InvalidTaskException?[] refusals)
    {
        List<TaskTransition<TResult>> ends = [];
        for (int i = 0; i < refusals.Length; i++)
        {
            if (refusals[i] is { } refusal)
            {
                TaskFailure failure = new(TaskFailureReason.Exception, refusal.Message, refusal.GetType().FullName);
                ends.Add(TaskTransition<TResult>.Fail(tasks[i].Id, tasks[i].ClaimToken, PlainFailure.Of(failure)));
            }
        }

        if (ends.Count > 0)
        {
            await ApplyApartAsync(ends.ToArray(), new bool[ends.Count]).ConfigureAwait(false);
        }
    }

    /// <summary>A begin that is refused after one that threw may have been made the first time.</summary>
    private async ValueTask ConfirmBegunAsync(List<ReservedTask<TTask>> tasks, bool[] accepted)
    {
        if (!tasks.Exists(task => task.BeginIsUncertain))
        {
            return;
        }

        TaskId[] ids = [.. tasks.Select(task => task.Id)];
        IReadOnlyList<TaskRecord<TTask, TResult>?> records = await _durable.GetAsync(ids, CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < accepted.Length; i++)
        {
            accepted[i] |= tasks[i].BeginIsUncertain
                && records[i] is { State: TaskState.Running } record
                && record.ClaimToken == tasks[i].ClaimToken;
        }
    }

    private async ValueTask<int> ClaimDirectlyAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken)
    {
        List<ReservedTask<TTask>> held;
        ClaimRequest own;
        lock (_lock)
        {
            ThrowIfDisposed();
            NoteRequest(request);
            own = OwnRequest with { ClusterConcurrency = request.ClusterConcurrency };
            held = _memory.TakeAll();
        }

        // What runs must be counted, and what waits here must be there for everybody.
        await WriteMarksAsync(all: true).ConfigureAwait(false);
        await TryGiveBackAsync(held).ConfigureAwait(false);
        return await _durable.ClaimAsync(own, claimed, cancellationToken).ConfigureAwait(false);
    }
}
