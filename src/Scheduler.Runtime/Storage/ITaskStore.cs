namespace GeneratedScheduler.Storage;

/// <summary>
/// One database, or the memory of this process, as one process uses it: it opens a container for each kind of task, and does for all kinds in one call
/// what must be done all the time. For writers of stores.
/// </summary>
/// <remarks>
/// <para>Every member is safe for concurrent use.</para>
/// <para>
/// Calls for several kinds carry an object for each of them, which takes the answer or the failure of its kind: a kind whose table is broken must not keep
/// the others from their leases. Such a call throws only if nothing could be done for any of them. The default implementations ask the containers one by one;
/// a store that can answer for many kinds in one round trip overrides them.
/// </para>
/// </remarks>
public interface ITaskStore : IAsyncDisposable
{
    /// <summary>The store, for people: <c>PostgreSQL</c>.</summary>
    string Name { get; }

    /// <summary>What the store is and can do.</summary>
    StoreTraits Traits { get; }

    /// <summary>
    /// The names of the conditions of <see cref="TaskFilter"/> that its containers cannot check; none by default. Views report kinds of tasks in the store
    /// instead of asking them. <see cref="TaskFilter.FinishedFrom"/>, <see cref="TaskFilter.FinishedBefore"/> and <see cref="TaskFilter.CreatedBefore"/> are checked by every container:
    /// pages of views go on by them.
    /// </summary>
    IReadOnlyList<string> UnsupportedFilters => [];

    /// <summary>Opens the container of one kind of task. Nothing is read or written before it is initialized.</summary>
    /// <param name="definition">The kind of task.</param>
    /// <param name="time">The clock of this process, for a store that has none of its own.</param>
    /// <returns>The container; disposed by the caller, before the store.</returns>
    /// <exception cref="SchedulerConfigurationException">Tasks of this kind cannot be stored here; the message says why.</exception>
    ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time);

    /// <summary>Opens what keeps the outputs of one kind of task whose tasks are kept in another store, such as in memory.</summary>
    /// <param name="definition">The kind of task.</param>
    /// <param name="time">The clock of this process.</param>
    /// <returns>The persister; disposed by the caller, before the store, if it can be disposed.</returns>
    /// <exception cref="NotSupportedException">The store keeps outputs only with their tasks.</exception>
    ITaskDataPersister<TTask, TResult> OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        throw new NotSupportedException($"{Name} keeps outputs only together with their tasks.");

    /// <summary>Extends the leases that a process holds on tasks of several kinds.</summary>
    /// <param name="kinds">One entry for each kind; takes the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>For a shared store, called on a thread that does nothing else, so it may block.</remarks>
    ValueTask RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken) => StoreDefaults.RenewAsync(kinds, cancellationToken);

    /// <summary>Takes tasks of several kinds away from schedulers whose leases ran out.</summary>
    /// <param name="kinds">One entry for each kind; takes the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>For a shared store, called on a thread that does nothing else, so it may block.</remarks>
    ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken) => StoreDefaults.RescueAsync(kinds, cancellationToken);

    /// <summary>
    /// Completes when one of the kinds may have something to claim, or after <paramref name="timeout"/>. The entries say which. A store that does not know whether the time was over may set all of them: the claims find out.
    /// </summary>
    /// <param name="kinds">One entry for each kind that waits; takes the answer.</param>
    /// <param name="timeout">How long to wait at most; longer than zero.</param>
    /// <param name="cancellationToken">Ends the wait. What was found by then may be in the entries.</param>
    ValueTask WaitForTasksAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken) =>
        StoreDefaults.WaitForTasksAsync(kinds, timeout, cancellationToken);

    /// <summary>
    /// Makes transitions of claimed tasks, adds and starts, of any number of kinds, in one step of the store: all of it or nothing. Only if
    /// <see cref="Traits"/> has <see cref="StoreTraits.Committing"/>.
    /// </summary>
    /// <param name="commit">What is to be done; receives the results.</param>
    /// <param name="cancellationToken">Gives up; it is unknown then whether the commit was made.</param>
    /// <returns>
    /// <see langword="false"/> if a transition was refused, because its claim token is not that of the latest claim or the state of its task does not allow it.
    /// Nothing was changed then, and <see cref="TaskCommit.Accepted"/> lists which were refused. A refusal takes precedence over a <see cref="DuplicateTaskException"/>.
    /// </returns>
    /// <remarks>
    /// <para>
    /// Of each kind the transitions are made first, then the starts, then the adds: a task may get the unique key of one that ends in the same commit. Claimers
    /// that wait for tasks are woken after the commit. A bounded container does not wait for room.
    /// </para>
    /// <para>
    /// If the call throws a <see cref="StoreUnavailableException"/> that may have changed something, it is unknown whether the commit was made. Read one
    /// of the added tasks, or send the commit again: if it was made, a transition that ends a claim is refused, and the ids of added tasks are taken.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">A container was not opened by this store.</exception>
    /// <exception cref="DuplicateTaskException">The id of a task to be added exists already, or an unfinished task has its unique key; nothing was changed.</exception>
    /// <exception cref="TaskQueueFullException">A container is bounded and has no room; nothing was changed.</exception>
    /// <exception cref="InvalidTaskException">A value cannot be stored; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">The store does not have the trait.</exception>
    ValueTask<bool> CommitAsync(TaskCommit commit, CancellationToken cancellationToken) => throw StoreDefaults.CannotCommit(Name);

    /// <summary>
    /// Notes that a process runs tasks of this store, in the place of the announcement with the same id. Called about every 15 seconds if <see cref="Traits"/> has
    /// <see cref="StoreTraits.Announcing"/>, once the first container is initialized; does nothing by default.
    /// </summary>
    /// <param name="announcement">What the process says about itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>It must not keep renewals waiting. The store also removes announcements that no longer hold, a bounded number in each call.</remarks>
    ValueTask AnnounceProcessAsync(ProcessAnnouncement announcement, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Removes an announcement, because the process runs no more tasks of this store. Does nothing by default, or if it is not there.</summary>
    /// <param name="id">The announcement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask WithdrawProcessAsync(Guid id, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Lists the processes whose announcements hold at present, by the clock of the store, one entry for each announcement; none by default.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<TaskProcess>> ListProcessesAsync(CancellationToken cancellationToken) => new([]);
}
