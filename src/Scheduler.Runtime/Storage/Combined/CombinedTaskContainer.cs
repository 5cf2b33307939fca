namespace GeneratedScheduler.Storage;

/// <summary>
/// Memory in front of a durable container: tasks are written there before an add is acknowledged, reserved for this process, claimed and run from
/// memory, and written once more when they end.
/// </summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
internal sealed partial class CombinedTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>
{
    private readonly IReservingTaskContainer<TTask, TResult> _durable;
    private readonly CombinedContainerOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ReservedTasks<TTask> _memory;
    private readonly BeginMarks _marks = new();
    private readonly DueMoments _dueMoments;
    private readonly AddGroup<TTask> _adds;
    private readonly ITimer _beginTimer;
    private bool _disposed;

    /// <summary>Puts memory in front of a container.</summary>
    /// <param name="durable">The container behind it; disposed with this one. Other processes may use the same store, with or without memory in front.</param>
    /// <param name="options">How it works; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no clock.</exception>
    public CombinedTaskContainer(IReservingTaskContainer<TTask, TResult> durable, CombinedContainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(durable);
        _durable = durable;
        _options = (options ?? new CombinedContainerOptions()).Checked();
        _time = _options.TimeProvider;
        _memory = new ReservedTasks<TTask>(_options.Order);
        _share = new FairShare(_options.MaxTasksInMemory, FairShare.Smallest);
        _dueMoments = new DueMoments(_time, OnDue);
        UnsupportedOptions = _options.Order == TaskOrder.Priority ? durable.UnsupportedOptions
            : [.. durable.UnsupportedOptions.Where(static option => option.Name != nameof(EnqueueOptions.Priority)), NoPriority];
        _adds = new AddGroup<TTask>(WriteAddAsync, _options.BatchSize);
        _beginTimer = _time.CreateTimer(
            static self => ((CombinedTaskContainer<TTask, TResult>)self!).OnBeginTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many tasks are held at least, if there are so many; for tests that are to foretell every claim.</summary>
    internal int SmallestShare
    {
        init => _share = new FairShare(_options.MaxTasksInMemory, value);
    }

    /// <summary><see langword="true"/>: other processes may use the durable container.</summary>
    public bool IsShared => true;

    /// <summary>What the durable container does not follow; and priorities, unless the order in memory is <see cref="TaskOrder.Priority"/>.</summary>
    public IReadOnlyList<UnsupportedOption> UnsupportedOptions { get; }

    /// <summary>How many tasks are held in memory now.</summary>
    public int TasksInMemory
    {
        get
        {
            lock (_lock)
            {
                return _memory.Count;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync(CancellationToken cancellationToken) => _durable.InitializeAsync(cancellationToken);

    /// <summary>Always <see langword="null"/>: another process may end the task, by a stop or after this one was lost.</summary>
    public ITaskOutcomeSource<TResult>? Observe(TaskId id) => null;

    /// <summary>
    /// Gives the tasks in memory back, so that others go on with them at once, and disposes the durable container. If they cannot be given
    /// back within some seconds, their leases run out. Safe to call more than once.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        List<ReservedTask<TTask>> held;
        Sleeper? sleepers;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            held = _memory.TakeAll();
            sleepers = _wakeups.TakeAll();
        }

        _dueMoments.Dispose();
        await _beginTimer.DisposeAsync().ConfigureAwait(false);
        Wakeups.Fail(sleepers, GetType().Name);
        await LeaveAsync(held).ConfigureAwait(false);
        await _durable.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LeaveAsync(List<ReservedTask<TTask>> held)
    {
        try
        {
            await Task.WhenAll(WriteMarksAsync(all: true), GiveBackAsync(held), _filling)
                .WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What could not be given back is taken over when its lease has run out.
        }
    }

    /// <summary>Ends the reservations of tasks that were not handed out.</summary>
    private async Task GiveBackAsync(List<ReservedTask<TTask>> tasks)
    {
        foreach (ReservedTask<TTask>[] batch in tasks.Chunk(_options.BatchSize))
        {
            TaskTransition<TResult>[] releases = Array.ConvertAll(batch, task => TaskTransition<TResult>.Release(task.Id, task.ClaimToken));
            await ApplyApartAsync(releases, new bool[releases.Length]).ConfigureAwait(false);
        }
    }

    private static UnsupportedOption NoPriority { get; } = new(nameof(EnqueueOptions.Priority),
        "the memory in front of the store runs tasks in the order in which they came into it. Leave it out, or set the order in memory: "
        + "UseMemoryInFront(new() { Order = TaskOrder.Priority }).");

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);
}
