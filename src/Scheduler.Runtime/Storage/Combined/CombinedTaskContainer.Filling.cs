namespace GeneratedScheduler.Storage;

/// <remarks>
/// What is known of the durable container: <c>_arrivals</c> counts the reasons to look for tasks there (something became due, was given back, was added
/// without a reservation, or may have been, by others); <c>_fetched</c> is the count that the latest look has covered. A page that comes back full leaves a
/// backlog, which is fetched page by page whenever memory runs low.
/// </remarks>
internal sealed partial class CombinedTaskContainer<TTask, TResult>
{
    // All under the lock.
    private long _arrivals = 1;
    private long _fetched;
    private bool _lastPageWasFull;
    private TaskCompletionSource? _page;
    private long _pageCovers;
    private Task _filling = Task.CompletedTask;
    private bool _isFilling;
    private FairShare _share;

    private int Room => _share.Target - _memory.Count - _incoming;

    private bool HasBacklog => _lastPageWasFull || _fetched != _arrivals;

    // With more than half of our share at hand a claim does not wait for what has come up since; pages of one task would be no pages.
    private bool NeedsPage => _memory.Count == 0
        ? HasBacklog && (Room > 0 || _page is not null)
        : _fetched != _arrivals && Room >= (_share.Target + 1) / 2;

    /// <summary>There may be something to fetch.</summary>
    private void NoteArrival()
    {
        Sleeper? awake;
        lock (_lock)
        {
            _arrivals++;
            awake = _wakeups.TakeAll();
        }

        Wakeups.Wake(awake);
    }

    private void OnDue() => NoteArrival();

    /// <summary>Fetches a page that was asked for after everything which is known now.</summary>
    private async ValueTask FetchAsync(CancellationToken cancellationToken)
    {
        bool isCovered = false;
        long wanted = -1;
        while (!isCovered)
        {
            TaskCompletionSource page;
            bool isMine;
            lock (_lock)
            {
                wanted = wanted < 0 ? _arrivals : wanted;
                isMine = _page is null;
                _pageCovers = isMine ? _arrivals : _pageCovers;
                _page ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                page = _page;
                isCovered = _pageCovers >= wanted;
            }

            if (isMine)
            {
                await FetchPageAsync(page).ConfigureAwait(false);
            }

            await page.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchPageAsync(TaskCompletionSource page)
    {
        try
        {
            await ReservePageAsync().ConfigureAwait(false);
            EndPage();
            page.SetResult();
        }
        catch (Exception exception)
        {
            EndPage();
            page.SetException(exception);

            // Everybody who waits for the page gets it; it may be nobody.
            _ = page.Task.Exception;
        }
    }

    private void EndPage()
    {
        lock (_lock)
        {
            _page = null;
        }
    }

    private async Task ReservePageAsync()
    {
        ClaimRequest request;
        long covers;
        int size;
        lock (_lock)
        {
            ThrowIfDisposed();
            size = Math.Min(_options.PageSize, Room);
            covers = _pageCovers;
            if (size <= 0 || !IsReserving)
            {
                // Full: what arrived is part of the backlog.
                _lastPageWasFull |= size <= 0;
                _fetched = covers;
                return;
            }

            request = OwnRequest;
            _incoming += size;
        }

        ClaimedTask<TTask>[] buffer = new ClaimedTask<TTask>[size];
        List<ReservedTask<TTask>> reserved = [];
        try
        {
            long sentAt = _time.GetTimestamp();
            int count = await _durable.ReserveAsync(request, buffer, CancellationToken.None).ConfigureAwait(false);
            for (int i = 0; i < count; i++)
            {
                reserved.Add(new ReservedTask<TTask>(buffer[i], sentAt));
            }

            lock (_lock)
            {
                _fetched = covers;
                _lastPageWasFull = count == size;
            }
        }
        finally
        {
            Keep(reserved, request.LeaseDuration, room: size);
        }
    }

    /// <summary>Puts reserved tasks into memory, or gives them back if they are no longer wanted here.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="lease">How long they are reserved.</param>
    /// <param name="room">The room that was taken for them.</param>
    /// <param name="hasArrived">Whether others, which wait in the durable container, have come with them: those who wait are woken once for all.</param>
    private void Keep(List<ReservedTask<TTask>> tasks, TimeSpan lease, int room, bool hasArrived = false)
    {
        Sleeper? awake = null;
        bool isWanted;
        lock (_lock)
        {
            _incoming -= room;
            isWanted = IsReserving && !_disposed;
            if (isWanted && tasks.Count > 0)
            {
                tasks.ForEach(task => _memory.Add(task, lease));
            }

            _arrivals += hasArrived ? 1 : 0;
            if (hasArrived || (isWanted && tasks.Count > 0))
            {
                awake = _wakeups.TakeAll();
            }
        }

        Wakeups.Wake(awake);
        if (!isWanted)
        {
            _ = TryGiveBackAsync(tasks);
        }
    }

    private async Task TryGiveBackAsync(List<ReservedTask<TTask>> tasks)
    {
        try
        {
            await GiveBackAsync(tasks).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Their leases run out.
        }
    }

    // Under the lock. Begins to fill memory in the background once half of our share has been claimed.
    private void FillIfLow()
    {
        if (_lastPageWasFull && !_isFilling && Room >= (_share.Target + 1) / 2)
        {
            _isFilling = true;
            _filling = FillAsync();
        }
    }

    private async Task FillAsync()
    {
        // Not on the thread of whoever claimed.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (GoesOnFilling())
            {
                await FetchAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The next claim tries again, and tells the scheduler if memory has run empty.
            lock (_lock)
            {
                _isFilling = false;
            }
        }
    }

    private bool GoesOnFilling()
    {
        lock (_lock)
        {
            // A page at a time, not what has been claimed while the last one was fetched.
            int worthwhile = Math.Min(_options.PageSize, (_share.Target + 1) / 2);
            _isFilling = _lastPageWasFull && Room >= worthwhile && IsReserving && !_disposed;
            return _isFilling;
        }
    }
}
