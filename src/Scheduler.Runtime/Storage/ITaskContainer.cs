namespace GeneratedScheduler.Storage;

/// <summary>What the container of any kind of task does: everything that needs neither payloads nor results.</summary>
/// <remarks>Implemented as a part of <see cref="ITaskContainer{TTask, TResult}"/>, whose remarks hold here too.</remarks>
public interface ITaskContainer : IAsyncDisposable
{
    /// <summary>
    /// Whether other processes may use the same store. Claims and moves of a shared container are sent in batches;
    /// a private one is called directly by the thread that finished a task.
    /// </summary>
    bool IsShared { get; }

    /// <summary>
    /// The container that this one wraps; <see langword="null"/> if it wraps none. A store finds by it the container that it has opened, and uses
    /// that one directly: a call of the store does not go through the wrapper.
    /// </summary>
    ITaskContainer? Wrapped => null;

    /// <summary>
    /// The options of tasks and schedulers that the container does not follow, each with what to use instead; none by default. A scheduler refuses
    /// them when they are set, so that nothing is ignored silently. A container that wraps another one passes on what that one says.
    /// </summary>
    IReadOnlyList<UnsupportedOption> UnsupportedOptions => [];

    /// <summary>Prepares the store (creates tables, checks the server). Called once by each scheduler before anything else.</summary>
    ValueTask InitializeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Extends the leases of the claims that a scheduler names, and tells what has become of them. A claim that it does not
    /// name, because the answer never arrived, is left to run out.
    /// </summary>
    /// <remarks>For a shared container, called on a thread that does nothing else, so it may block.</remarks>
    ValueTask<LeaseReport> RenewAsync(RenewRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what was called back about work elsewhere for the scheduler that follows it, because the call reached another process. Each on its own.
    /// </summary>
    /// <param name="callbacks">What was called back. Progress is stored with the task; an end is kept with it, and told by <see cref="RenewAsync"/>.</param>
    /// <param name="accepted">
    /// One place for each callback: whether the task is unfinished and its present work was started under that token. Others are ignored.
    /// </param>
    /// <param name="cancellationToken">Gives up; it is unknown then which callbacks are kept.</param>
    /// <remarks>By default none is accepted; a container that wraps another one passes them on.</remarks>
    ValueTask RelayAsync(ReadOnlyMemory<RelayedCallback> callbacks, Memory<bool> accepted, CancellationToken cancellationToken)
    {
        accepted.Span.Clear();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Takes tasks away from schedulers whose leases ran out: they wait again (with their handle, if the actuator can
    /// reattach), or are stopped if a stop was requested and there is nothing to reattach to, or fail as
    /// <see cref="TaskFailureReason.Lost"/> if that has happened too often. The attempt that was lost does not count.
    /// </summary>
    ValueTask<RescueReport> RescueAsync(RescueRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when <see cref="ITaskContainer{TTask, TResult}.ClaimAsync"/> with the same request may have something to claim, or after
    /// <paramref name="timeout"/>. A hint: it may complete too early now and then, but not always, and for a shared store too late (hence the timeout).
    /// </summary>
    ValueTask WaitForTasksAsync(ClaimRequest request, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Starts, stops, restarts or deletes tasks, each on its own, also those that another process runs.</summary>
    /// <param name="command">
    /// <see cref="TaskCommand.Start"/>, <see cref="TaskCommand.Stop"/>, <see cref="TaskCommand.Restart"/> or <see cref="TaskCommand.Delete"/>.
    /// The stop of a claimed task is only noted; the scheduler that runs it learns of it and makes the move.
    /// </param>
    /// <param name="ids">The tasks.</param>
    /// <param name="results">One place for each task: what was done.</param>
    /// <param name="cancellationToken">Gives up; it is unknown then which tasks were changed.</param>
    ValueTask ExecuteAsync(
        TaskCommand command,
        ReadOnlyMemory<TaskId> ids,
        Memory<CommandResult> results,
        CancellationToken cancellationToken);

    /// <summary>How many tasks are in each state, and how many have ended.</summary>
    ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For how long a task has been due that is still waiting to be claimed: the longest such time, by the container's clock; <see langword="null"/> if none is due.
    /// </summary>
    /// <remarks>Found without looking at all tasks: those that are first in line for claims count, so it may be too short where a later one has waited longer.</remarks>
    ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken);

    /// <summary>The present moment by the container's clock, in UTC: that of the moments in its records.</summary>
    ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken);
}

/// <summary>How tasks of one kind are stored, claimed and moved from state to state.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// Every member is safe for concurrent use. Every step is atomic: it happens as a whole or not at all, and a call that
/// throws has changed nothing unless it says otherwise. All operations take batches; a single task is a batch of one.
/// Buffers belong to the caller and are not touched after the call.
/// </para>
/// <para>
/// The rules of a task's life are those of <see cref="TaskStateMachine"/>. A move by the scheduler that runs a task is made
/// only if the claim token is that of the task's latest claim: a scheduler that lost its lease can change nothing.
/// All times are the container's clock (of the store, if it is shared); callers send durations.
/// </para>
/// <para>
/// <c>GeneratedScheduler.Conformance</c> has the conformance suite that every container must pass.
/// </para>
/// </remarks>
public interface ITaskContainer<TTask, TResult> : ITaskContainer
{
    /// <summary>Adds tasks, all or none.</summary>
    /// <param name="tasks">The tasks; ids differ from each other.</param>
    /// <param name="outcomes">
    /// Empty, or one place for each task, in which a container in this process puts an object that learns of the task's
    /// end by itself. Others leave <see langword="null"/>, and the scheduler asks from time to time.
    /// </param>
    /// <param name="cancellationToken">Gives up; nothing has been added then.</param>
    /// <exception cref="DuplicateTaskException">An id exists already, or an unfinished task has one of the unique keys.</exception>
    /// <exception cref="TaskQueueFullException">The container is bounded and had no room in time.</exception>
    ValueTask AddAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks,
        Memory<ITaskOutcomeSource<TResult>?> outcomes,
        CancellationToken cancellationToken);

    /// <summary>
    /// Takes waiting tasks that are due, best first, moves them to Running, and stamps each with a new claim token, the
    /// claimant and a lease. A claim begins an attempt, unless the task has kept a handle: then the attempt goes on in which the
    /// work was started. A rescue, a release and a defer that keep no handle take their attempt back.
    /// </summary>
    /// <param name="request">Who claims, for how long, and under which limit of the whole container.</param>
    /// <param name="claimed">Receives the tasks; its length is the most that are taken.</param>
    /// <param name="cancellationToken">Gives up; what was claimed nevertheless comes back when its lease runs out.</param>
    /// <returns>How many tasks were claimed.</returns>
    ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> claimed, CancellationToken cancellationToken);

    /// <summary>Makes moves of claimed tasks, each on its own: one that is refused does not hinder the others.</summary>
    /// <param name="transitions">The moves, in the order in which they are to be made.</param>
    /// <param name="accepted">
    /// One place for each move: whether it was made. It is refused if the claim token is not that of the latest claim
    /// or the task's state does not allow it. A repeated move is refused the second time.
    /// </param>
    /// <param name="cancellationToken">Gives up; it is unknown then which moves were made.</param>
    ValueTask ApplyAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        CancellationToken cancellationToken);

    /// <summary>
    /// Whether <see cref="ExchangeAsync"/> is one step of the store and not two; not by default. A container that wraps another one passes on what that one says.
    /// </summary>
    bool CanExchange => false;

    /// <summary>
    /// Makes moves of claimed tasks, as <see cref="ApplyAsync"/> does, and after them takes waiting tasks, as <see cref="ClaimAsync"/> does, in one step of the
    /// store: one transaction, one round trip. Called by schedulers if <see cref="CanExchange"/> says so.
    /// </summary>
    /// <param name="transitions">The moves, in the order in which they are to be made.</param>
    /// <param name="accepted">One place for each move: whether it was made.</param>
    /// <param name="request">Who claims, for how long, and under which limit of the whole container.</param>
    /// <param name="claimed">Receives the tasks; its length is the most that are taken.</param>
    /// <param name="cancellationToken">Gives up; it is unknown then which moves were made, and what was claimed nevertheless comes back when its lease runs out.</param>
    /// <returns>How many tasks were claimed.</returns>
    /// <exception cref="InvalidTaskException">A move cannot be stored; no move was made and nothing was claimed.</exception>
    async ValueTask<int> ExchangeAsync(
        ReadOnlyMemory<TaskTransition<TResult>> transitions,
        Memory<bool> accepted,
        ClaimRequest request,
        Memory<ClaimedTask<TTask>> claimed,
        CancellationToken cancellationToken)
    {
        await ApplyAsync(transitions, accepted, cancellationToken).ConfigureAwait(false);
        return await ClaimAsync(request, claimed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads tasks as they are now.</summary>
    /// <returns>One entry for each id, in the same order; <see langword="null"/> for a task that is not there.</returns>
    ValueTask<IReadOnlyList<TaskRecord<TTask, TResult>?>> GetAsync(ReadOnlyMemory<TaskId> ids, CancellationToken cancellationToken);

    /// <summary>Reads one page of the tasks in one state, for people.</summary>
    /// <exception cref="ArgumentException">
    /// The query is not valid (<see cref="TaskQuery.ThrowIfInvalid"/>), or its cursor is of a list of another state or in another direction.
    /// </exception>
    ValueTask<TaskPage<TTask, TResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// An object in this process that learns of the task's end by itself, or <see langword="null"/> if the container has
    /// none: because the task is not there, or because others may end it.
    /// </summary>
    ITaskOutcomeSource<TResult>? Observe(TaskId id);
}
