using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Schedules tasks of one kind. The source generator derives a typed scheduler from it for each kind of task.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns; <see cref="NoResult"/> if nothing.</typeparam>
/// <remarks>
/// <para>Every member is safe for concurrent use. Members are virtual so that code which enqueues can be tested with a substitute.</para>
/// <para>
/// With a container in this process, tasks are gone with the process, and each attempt runs exactly once. With a shared or
/// durable container, delivery is at least once: a task that was acknowledged is never lost, a run that lost its lease can no
/// longer write anything, and an attempt may run again after its scheduler was lost, so make tasks idempotent.
/// </para>
/// </remarks>
public partial class Scheduler<TTask, TResult> : IScheduler
{
    private readonly SchedulerInstance<TTask, TResult>? _engine;

    /// <summary>Makes a scheduler; <see cref="Start"/> starts it. The setup must not be changed afterwards.</summary>
    /// <exception cref="SchedulerConfigurationException">The options cannot work; the message says what to write instead.</exception>
    public Scheduler(SchedulerSetup<TTask, TResult> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _engine = new SchedulerInstance<TTask, TResult>(setup);
    }

    /// <summary>For substitutes in tests, which override what they need.</summary>
    protected Scheduler()
    {
    }

    /// <inheritdoc/>
    public string Name => Engine.Parts.Name;

    /// <inheritdoc/>
    public ClaimantId Claimant => Engine.Parts.ClaimRequest.Claimant;

    IViewedKind? IScheduler.Viewed => _engine?.Viewed;

    private SchedulerInstance<TTask, TResult> Engine =>
        _engine ?? throw new NotSupportedException($"{GetType().Name} is a substitute without an engine; override the member that is called.");

    /// <inheritdoc/>
    public virtual void Start()
    {
        Engine.ThrowIfClosed(this);
        Engine.Start();
    }

    /// <inheritdoc/>
    public virtual void Pause() => Engine.Pause();

    /// <inheritdoc/>
    public virtual void Resume() => Engine.Resume();

    /// <inheritdoc/>
    public virtual SchedulerStatus GetStatus() => Engine.GetStatus();

    /// <summary>Adds one task, to be run as soon as it is due and a slot is free.</summary>
    /// <param name="task">The payload.</param>
    /// <param name="options">Delay, priority, unique key and so on; <see langword="null"/> for nothing special.</param>
    /// <param name="cancellationToken">Gives up adding; nothing was added then.</param>
    /// <returns>The task and its result to come. When this completes, the task is stored.</returns>
    /// <exception cref="InvalidTaskException">An option cannot be accepted, for instance because the container does not follow it.</exception>
    /// <exception cref="TaskRejectedException">The actuator refuses the payload.</exception>
    /// <exception cref="DuplicateTaskException">The id or the unique key is taken.</exception>
    /// <exception cref="TaskQueueFullException">A bounded container had no room in time.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    public virtual ValueTask<TaskHandle<TResult>> EnqueueAsync(
        TTask task,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Engine.ThrowIfClosed(this);
        return Engine.Adder.AddAsync(task, options ?? EnqueueOptions.Default, start: true, cancellationToken);
    }

    /// <summary>Adds many tasks in one step, all or none.</summary>
    /// <param name="tasks">The payloads.</param>
    /// <param name="options">For each of them; must not name an id or a unique key.</param>
    /// <param name="cancellationToken">Gives up adding; nothing was added then.</param>
    /// <returns>The tasks, in the order of <paramref name="tasks"/>.</returns>
    /// <remarks>Throws what <see cref="EnqueueAsync(TTask, EnqueueOptions?, CancellationToken)"/> throws; nothing was added then.</remarks>
    public virtual ValueTask<IReadOnlyList<TaskHandle<TResult>>> EnqueueManyAsync(
        IEnumerable<TTask> tasks,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Engine.ThrowIfClosed(this);
        return Engine.Adder.AddManyAsync(tasks, options ?? EnqueueOptions.Default, cancellationToken);
    }

    /// <summary>Adds one task that does not run before <see cref="StartAsync"/> is called for it.</summary>
    /// <inheritdoc cref="EnqueueAsync(TTask, EnqueueOptions?, CancellationToken)"/>
    public virtual ValueTask<TaskHandle<TResult>> CreateAsync(
        TTask task,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Engine.ThrowIfClosed(this);
        return Engine.Adder.AddAsync(task, options ?? EnqueueOptions.Default, start: false, cancellationToken);
    }

    /// <summary>A handle of any task of the container, to await its result.</summary>
    public virtual TaskHandle<TResult> GetHandle(TaskId id) => Engine.Adder.GetHandle(id);

    /// <summary>
    /// Reads a task as it is now; <see langword="null"/> if it is not there: it never was, it was deleted, or it finished and is no longer kept
    /// (in memory the latest 1,000 are, in databases those of the latest days).
    /// </summary>
    public virtual ValueTask<TaskRecord<TTask, TResult>?> GetAsync(TaskId id, CancellationToken cancellationToken = default) =>
        Engine.Operations.GetAsync(id, cancellationToken);

    /// <summary>Reads one page of the tasks in one state: all of them, or those that meet the conditions of the query.</summary>
    /// <exception cref="ArgumentException">The query is not valid, or its cursor is of a list of another state or in another direction.</exception>
    public virtual async ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken = default)
    {
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Engine.Parts.Container.ListAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many tasks are in each state, and how many have ended.</summary>
    /// <remarks>
    /// In memory the ends are totals since the container was made, although the records of only the latest 1,000 finished tasks are kept; a database counts
    /// the rows that it has. See <see cref="TaskCounts"/>.
    /// </remarks>
    public virtual async ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Engine.Parts.Container.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tasks that this scheduler has brought to their end since it was made, in that order, until it is closed.</summary>
    /// <remarks>
    /// What ended before the first reader came is held for it, as far as <see cref="SchedulerOptions.FinishedTasksCapacity"/> goes: what does not fit, because nobody reads or a reader
    /// is slow, pushes out the oldest, which <see cref="SchedulerStatus.DroppedFinishedTasks"/> counts. Several readers share the tasks between them: each task comes once. After the
    /// close the stream gives what it still holds, also to readers that come later, and ends. Tasks that another process ran, or that were stopped while they waited, are not in it.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The stream is off.</exception>
    public virtual IAsyncEnumerable<FinishedTask<TTask, TResult>> FinishedTasks(CancellationToken cancellationToken = default) =>
        Engine.FinishedTasks.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => Engine.CloseAsync(cancellationToken);

    /// <summary>
    /// Does what <see cref="DisposeAsync"/> does, and blocks the thread until it is done, but not longer than the timeouts of the options allow; for owners that cannot await.
    /// </summary>
    public void Dispose()
    {
        if (_engine is not null)
        {
            BlockingDispose.Wait(() => CloseAsync(), _engine.LongestClose);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the scheduler with the timeouts of its options.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }
}
