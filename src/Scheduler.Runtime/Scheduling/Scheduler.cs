using GeneratedScheduler.Containers;
using GeneratedScheduler.Scheduling;

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
    private readonly SchedulerEngine<TTask, TResult>? _engine;

    /// <summary>Makes a scheduler; <see cref="Start"/> starts it. The setup must not be changed afterwards.</summary>
    /// <exception cref="SchedulerConfigurationException">The options cannot work; the message says what to write instead.</exception>
    public Scheduler(SchedulerSetup<TTask, TResult> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _engine = new SchedulerEngine<TTask, TResult>(setup);
    }

    /// <summary>For substitutes in tests, which override what they need.</summary>
    protected Scheduler()
    {
    }

    /// <inheritdoc/>
    public string Name => Engine.Parts.Name;

    /// <inheritdoc/>
    public ClaimantId Claimant => Engine.Parts.ClaimRequest.Claimant;

    private SchedulerEngine<TTask, TResult> Engine =>
        _engine ?? throw new NotSupportedException($"{GetType().Name} is a substitute without an engine; override the member that is called.");

    /// <inheritdoc/>
    public virtual void Start() => Engine.Start();

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
    /// <exception cref="InvalidTaskException">An option cannot be accepted.</exception>
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

    /// <summary>Starts a task that was created without being started.</summary>
    public virtual ValueTask<CommandResult> StartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        ExecuteOneAsync(TaskEvent.Start, id, cancellationToken);

    /// <summary>
    /// Stops a task wherever it is: a waiting one never starts; a running one is cancelled, here at once, in another process
    /// when that renews its leases. Stopping a finished task is harmless.
    /// </summary>
    public virtual ValueTask<CommandResult> StopAsync(TaskId id, CancellationToken cancellationToken = default) =>
        ExecuteOneAsync(TaskEvent.Stop, id, cancellationToken);

    /// <summary>Runs a finished task again, as if it were new.</summary>
    public virtual ValueTask<CommandResult> RestartAsync(TaskId id, CancellationToken cancellationToken = default) =>
        ExecuteOneAsync(TaskEvent.Restart, id, cancellationToken);

    /// <summary>Removes a task that is not started or is finished, and its saved output. A waiting or running one must be stopped before.</summary>
    public virtual ValueTask<CommandResult> DeleteAsync(TaskId id, CancellationToken cancellationToken = default) =>
        ExecuteOneAsync(TaskEvent.Delete, id, cancellationToken);

    /// <summary>Starts, stops, restarts or deletes many tasks, each on its own.</summary>
    /// <returns>What was done to each, in the order of <paramref name="ids"/>.</returns>
    public virtual async ValueTask<IReadOnlyList<CommandResult>> ExecuteAsync(
        TaskEvent command,
        IReadOnlyList<TaskId> ids,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Engine.ThrowIfClosed(this);
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        CommandResult[] results = new CommandResult[ids.Count];
        await Engine.Parts.Container.ExecuteAsync(command, ids.ToArray(), results, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = await FollowUpAsync(command, results[i], cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    /// <summary>Reads a task as it is now; <see langword="null"/> if it is not there.</summary>
    public virtual async ValueTask<TaskRecord<TTask, TResult>?> GetAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        TaskId[] ids = [id];
        return (await Engine.Parts.Container.GetAsync(ids, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Reads one page of the tasks in one state: all of them, or those that meet the conditions of the query.</summary>
    /// <exception cref="ArgumentException">The query is not valid, or its cursor is of a list of another state or in another direction.</exception>
    public virtual async ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken = default)
    {
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Engine.Parts.Container.ListAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many tasks are in each state.</summary>
    public virtual async ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await Engine.ContainerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Engine.Parts.Container.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The tasks that this scheduler brings to their end, from now on, until it is closed. Bounded by
    /// <see cref="SchedulerOptions.FinishedTasksCapacity"/>: a reader that is too slow loses the oldest. Several readers share
    /// the tasks between them.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream is off.</exception>
    public virtual IAsyncEnumerable<FinishedTask<TTask, TResult>> FinishedTasks(CancellationToken cancellationToken = default) =>
        Engine.FinishedTasks.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => Engine.CloseAsync(cancellationToken);

    /// <summary>Closes the scheduler with the patience of its options.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does, and blocks the thread until it is done; for owners that cannot await.</summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    private async ValueTask<CommandResult> ExecuteOneAsync(TaskEvent command, TaskId id, CancellationToken cancellationToken) =>
        (await ExecuteAsync(command, [id], cancellationToken).ConfigureAwait(false))[0];

    private async ValueTask<CommandResult> FollowUpAsync(TaskEvent command, CommandResult result, CancellationToken cancellationToken)
    {
        if (command == TaskEvent.Stop && result.Outcome == CommandOutcome.Requested)
        {
            bool stopped = await Engine.StopLocalAsync(result.Id).ConfigureAwait(false);
            return stopped ? new CommandResult(result.Id, CommandOutcome.Done, TaskState.Stopped) : result;
        }

        // Also for a task that is gone: a delete whose second half failed can be repeated.
        if (command == TaskEvent.Delete && result.Outcome is CommandOutcome.Done or CommandOutcome.NotFound && Engine.Parts.Persister is { } persister)
        {
            await persister.DeleteAsync(result.Id, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }
}
