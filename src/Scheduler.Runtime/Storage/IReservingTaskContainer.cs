namespace GeneratedScheduler.Storage;

/// <summary>
/// A durable container that can stand behind memory: tasks are reserved for one process, which then claims and runs them from its
/// memory and writes down only what became of them.
/// </summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// A reserved task stays Waiting. It has a claim token, an owner and a lease as a claimed one has, nobody else can claim or reserve it,
/// and <see cref="ITaskContainer.RenewAsync"/> keeps its lease and reports stops and losses.
/// </para>
/// <para>
/// <see cref="ITaskContainer{TTask, TResult}.ApplyAsync"/> takes the moves of a reserved task under the token of the reservation.
/// <see cref="TaskTransition{TResult}.Begin"/> makes it Running: a new attempt begins (unless it has kept a handle), and from then on it is like any
/// claimed task. Every other move but Release, Defer and Stop begins the attempt and makes the move in one step; so a short task is
/// written once. Release and Defer end the reservation and leave the attempt number as it is; Stop ends the task.
/// </para>
/// <para>
/// A stop of a reserved task by somebody else is a request, reported by the next renewal.
/// <see cref="ITaskContainer.RescueAsync"/> ends reservations whose leases ran out, without counting a loss, and marks the task: who
/// reserves it next learns that it <see cref="ClaimedTask{TTask}.MustBegin"/>. The mark goes when the task begins.
/// </para>
/// </remarks>
public interface IReservingTaskContainer<TTask, TResult> : ITaskContainer<TTask, TResult>
{
    /// <summary>Adds tasks, all or none, and reserves in the same step those that are started and due at once.</summary>
    /// <param name="tasks">The tasks; ids differ from each other.</param>
    /// <param name="request">Who reserves, and for how long; the cluster-wide limit is not looked at.</param>
    /// <param name="claimTokens">One place for each task: the token of its reservation, or 0 if it was added without one.</param>
    /// <param name="cancellationToken">Gives up; nothing has been added then.</param>
    /// <exception cref="DuplicateTaskException">An id exists already, or an unfinished task has one of the unique keys.</exception>
    ValueTask AddReservedAsync(
        ReadOnlyMemory<NewTask<TTask>> tasks,
        ClaimRequest request,
        Memory<long> claimTokens,
        CancellationToken cancellationToken);

    /// <summary>Reserves waiting tasks that are due and that nobody holds, best first.</summary>
    /// <param name="request">Who reserves, and for how long; the cluster-wide limit is not looked at.</param>
    /// <param name="reserved">Receives the tasks; its length is the most that are taken. Their <see cref="ClaimedTask{TTask}.Attempt"/> is the number of attempts so far.</param>
    /// <param name="cancellationToken">Gives up; what was reserved nevertheless comes back when its lease runs out.</param>
    /// <returns>How many tasks were reserved.</returns>
    ValueTask<int> ReserveAsync(ClaimRequest request, Memory<ClaimedTask<TTask>> reserved, CancellationToken cancellationToken);
}
