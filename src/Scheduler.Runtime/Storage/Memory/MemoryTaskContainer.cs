namespace GeneratedScheduler.Storage;

/// <summary>Tasks in memory: a queue, or ordered by priority. Gone with the process.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Tasks live as long as the container and no longer than the process. Payloads and results are kept as the objects that
/// they are; nothing is serialised. Every member is safe for concurrent use and returns completed, except an add that waits for room
/// and <see cref="WaitForTasksAsync"/>. An add to a full container waits, first come, first served, which slows adding down to the
/// speed of the runs. No code of the user's and no continuation ever runs under the container's lock.
/// </para>
/// <para>
/// Adding, claiming, moving, stopping and deleting a task are O(log n) or better, whatever else is in the container; renewing and
/// rescuing look at the tasks of the schedulers in question only.
/// </para>
/// </remarks>
internal sealed partial class MemoryTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>, IMemoryContainer
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly TaskStore _store;
    private readonly Room _room;
    private readonly TimeSpan _addTimeout;
    private readonly DueTimer _dueTimer;
    private Wakeups _wakeups;
    private bool _disposed;

    /// <summary>Makes an empty container.</summary>
    /// <param name="options">How it works; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no clock.</exception>
    public MemoryTaskContainer(MemoryContainerOptions? options = null)
    {
        MemoryContainerOptions chosen = (options ?? new MemoryContainerOptions()).Checked();
        _time = chosen.TimeProvider;
        _clock = new SteadyClock(_time);
        _store = new TaskStore(new ReadyTasks(chosen.Order), chosen.KeepFinished);
        _room = new Room(chosen.Capacity);
        _addTimeout = chosen.AddTimeout;
        _dueTimer = new DueTimer(_time, _clock, OnDue);
        UnsupportedOptions = chosen.Order == TaskOrder.Priority ? [] : NoPriority;
    }

    /// <summary><see langword="false"/>: the tasks are in this process.</summary>
    public bool IsShared => false;

    /// <summary>Priorities, unless the order is <see cref="TaskOrder.Priority"/>.</summary>
    public IReadOnlyList<UnsupportedOption> UnsupportedOptions { get; }

    /// <summary>Does nothing: memory needs no preparation.</summary>
    public ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

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

        long now = Now();
        Sleeper sleeper;
        lock (_lock)
        {
            ThrowIfDisposed();
            _store.PromoteDue(now);
            if (_store.Claimable(request.ClusterConcurrency) > 0 || timeout == TimeSpan.Zero)
            {
                return ValueTask.CompletedTask;
            }

            sleeper = new Sleeper(request.ClusterConcurrency);
            _wakeups.Add(sleeper);
        }

        return new ValueTask(SleepAsync(sleeper, timeout, cancellationToken));
    }

    /// <summary>
    /// Forgets all tasks and ends all waits: adders and schedulers get an <see cref="ObjectDisposedException"/>, whoever
    /// awaits an unfinished task learns that it was deleted. Safe to call more than once.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        List<TaskNode> unfinished;
        List<PendingAdd> adds;
        Sleeper? sleepers;
        Endings<TTask, TResult> endings = default;
        lock (_lock)
        {
            if (_disposed)
            {
                return ValueTask.CompletedTask;
            }

            _disposed = true;
            unfinished = _store.Clear();
            adds = _room.TakeAll();
            sleepers = _wakeups.TakeAll();
        }

        _dueTimer.Dispose();
        foreach (TaskNode node in unfinished)
        {
            node.EndUnfinished();
            endings.Add(Entry(node));
        }

        endings.Tell();
        Fail(adds);
        Wakeups.Fail(sleepers, GetType().Name);
        return ValueTask.CompletedTask;
    }

    private static UnsupportedOption[] NoPriority { get; } =
    [
        new(nameof(EnqueueOptions.Priority), "the queue in memory runs tasks in the order in which they became due. Leave it out, or keep the tasks where "
            + "priorities count: UseOrderedMap() (Order = TaskOrder.Priority) in memory, or a database."),
    ];

    private static TaskEntry<TTask, TResult> Entry(TaskNode node) => (TaskEntry<TTask, TResult>)node;

    private async Task SleepAsync(Sleeper sleeper, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            using ITimer? timer = sleeper.EndAfter(_time, timeout);
            using CancellationTokenRegistration cancellation = sleeper.EndWith(cancellationToken);
            await sleeper.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _wakeups.Remove(sleeper);
            }
        }
    }

    // The first delayed task is due: makes it ready, wakes who waits for tasks, and sets the timer for the next one.
    private void OnDue()
    {
        bool more = true;
        while (more)
        {
            long now = Now();
            Sleeper? awake;
            long due;
            lock (_lock)
            {
                if (_disposed)
                {
                    return;
                }

                more = _store.PromoteDue(now);
                awake = _wakeups.TakeReady(_store.Claimable(0), _store.Claimed);
                due = _store.EarliestDue;
            }

            Wakeups.Wake(awake);
            if (!more)
            {
                _dueTimer.ArmAt(due);
            }
        }
    }

    private long Now()
    {
        long now = _clock.Now;
        return _clock.HasJumped(now) ? NowAfterJump() : now;
    }

    private long NowAfterJump()
    {
        lock (_lock)
        {
            if (_clock.Adjust() is not 0 and long jump)
            {
                _store.Shift(jump);
            }

            return _clock.Now;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private void Fail(List<PendingAdd> adds)
    {
        foreach (PendingAdd add in adds)
        {
            add.TrySetException(new ObjectDisposedException(GetType().Name));
        }
    }
}
