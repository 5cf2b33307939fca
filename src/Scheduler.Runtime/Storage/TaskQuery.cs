namespace GeneratedScheduler.Storage;

/// <summary>Asks for one page of the tasks in one state: all of them, or those that pass a filter.</summary>
/// <param name="state">The state; not Deleted.</param>
/// <param name="pageSize">The most tasks to return; 1 to 1,000, 100 by default.</param>
/// <param name="cursor">Where the previous page ended; <see langword="null"/> for the first page.</param>
/// <remarks>
/// <para>
/// A cursor is a place in a list, so it belongs to its <see cref="State"/> and to <see cref="NewestFirst"/>: with others it is refused by
/// an <see cref="ArgumentException"/>. The filter may differ from page to page.
/// </para>
/// </remarks>
public readonly struct TaskQuery(TaskState state, int pageSize = 100, string? cursor = null)
{
    internal const int LargestPage = 1_000;

    /// <summary>The state of the tasks; not Deleted.</summary>
    public TaskState State { get; internal init; } = state;

    /// <summary>The most tasks to return; 1 to 1,000.</summary>
    public int PageSize { get; internal init; } = pageSize;

    /// <summary>Where the previous page ended (<see cref="TaskPage{TTask, TResult}.NextCursor"/>); <see langword="null"/> for the first page.</summary>
    public string? Cursor { get; init; } = cursor;

    /// <summary>Turns the list around: the latest end of finished tasks comes first. <see langword="false"/> by default.</summary>
    /// <remarks>
    /// Pages go on from where the one before ended, as in the other direction: tasks that come into the state in the meantime are on no later page.
    /// </remarks>
    public bool NewestFirst { get; init; }

    /// <summary>Which tasks; all of the state by default.</summary>
    public TaskFilter Filter { get; init; }

    /// <summary>Checks everything but the cursor. Every container calls it before it does anything else.</summary>
    /// <param name="query">What somebody asks for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page size is not from 1 to 1,000.</exception>
    /// <exception cref="ArgumentException">
    /// No task in a container has the state, or the filter has moments of an end, which tasks in the state do not have.
    /// </exception>
    public static void ThrowIfInvalid(TaskQuery query)
    {
        if (query.PageSize is < 1 or > LargestPage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(query), query.PageSize, $"PageSize must be from 1 to {LargestPage}; read further pages with the cursor.");
        }

        if (query.State is < TaskState.Unstarted or >= TaskState.Deleted)
        {
            throw new ArgumentException(
                $"No task in a container is {query.State}; ask for a state from Unstarted to Stopped.", nameof(query));
        }

        if (query.Filter.HasEnd && !TaskStateMachine.IsFinished(query.State))
        {
            throw new ArgumentException(
                $"A task that is {query.State} has no end; {nameof(TaskFilter.FinishedFrom)} and {nameof(TaskFilter.FinishedBefore)} are for Succeeded, Failed and Stopped.",
                nameof(query));
        }
    }
}

/// <summary>One page of tasks, in the order in which they came into the state, or against it.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the tasks return.</typeparam>
/// <param name="tasks">The tasks.</param>
/// <param name="nextCursor">Where the next page begins; <see langword="null"/> after the last one.</param>
public sealed class TaskPage<TTask, TResult>(IReadOnlyList<TaskRecord<TTask, TResult>> tasks, string? nextCursor)
{
    /// <summary>The tasks.</summary>
    public IReadOnlyList<TaskRecord<TTask, TResult>> Tasks => tasks;

    /// <summary>Where the next page begins; <see langword="null"/> after the last one.</summary>
    public string? NextCursor => nextCursor;

    /// <summary>
    /// Gives the cursor behind the task at an index of <see cref="Tasks"/>, so that a list over several kinds of tasks can go on in the middle of a page.
    /// <see langword="null"/> if the container cannot say; pages are then read one task at a time for such lists.
    /// </summary>
    public Func<int, string>? CursorBehind { get; init; }
}

/// <summary>How many tasks are in each state, and how many have ended.</summary>
/// <remarks>
/// <para>
/// A container in memory keeps the records of the latest 1,000 finished tasks only (<see cref="MemoryContainerOptions.KeepFinished"/>), but goes on counting the
/// others: <see cref="Succeeded"/>, <see cref="Failed"/> and <see cref="Stopped"/> are totals since it was made, so a loop that waits until they reach a
/// number ends. <see cref="Forgotten"/> says how many of these can no longer be read, listed or restarted.
/// </para>
/// <para>
/// A database counts its rows: what its retention has removed, by default seven days and more after its end, is no longer counted. What
/// <see cref="Scheduler{TTask, TResult}.DeleteAsync"/> has removed is counted nowhere, and a restarted task counts as what it is now.
/// </para>
/// </remarks>
/// <param name="unstarted">Stored and not started.</param>
/// <param name="waiting">Waiting, due or not.</param>
/// <param name="running">Running now.</param>
/// <param name="exporting">Saving their output.</param>
/// <param name="succeeded">Succeeded, kept or not.</param>
/// <param name="failed">Failed, kept or not.</param>
/// <param name="stopped">Stopped, kept or not.</param>
/// <param name="forgotten">How many of the finished tasks are no longer kept.</param>
public readonly struct TaskCounts(
    long unstarted = 0, long waiting = 0, long running = 0, long exporting = 0, long succeeded = 0, long failed = 0, long stopped = 0, long forgotten = 0)
{
    /// <summary>Stored and not started.</summary>
    public long Unstarted { get; internal init; } = unstarted;

    /// <summary>Waiting, due or not.</summary>
    public long Waiting { get; internal init; } = waiting;

    /// <summary>Running now.</summary>
    public long Running { get; internal init; } = running;

    /// <summary>Saving their output.</summary>
    public long Exporting { get; internal init; } = exporting;

    /// <summary>Succeeded, whether the record is still kept or not.</summary>
    public long Succeeded { get; internal init; } = succeeded;

    /// <summary>Failed, whether the record is still kept or not.</summary>
    public long Failed { get; internal init; } = failed;

    /// <summary>Stopped, whether the record is still kept or not.</summary>
    public long Stopped { get; internal init; } = stopped;

    /// <summary>How many of the finished tasks a container in memory has forgotten; 0 for databases, which do not count what they have removed.</summary>
    public long Forgotten { get; internal init; } = forgotten;

    /// <summary>Everything that is finished: <see cref="Succeeded"/>, <see cref="Failed"/> and <see cref="Stopped"/>.</summary>
    public long Finished => Succeeded + Failed + Stopped;

    /// <summary>Everything that is not finished.</summary>
    public long Unfinished => Unstarted + Waiting + Running + Exporting;

    /// <summary>The numbers of all states, for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Unstarted} unstarted, {Waiting} waiting, {Running} running, {Exporting} exporting, {Succeeded} succeeded, {Failed} failed, {Stopped} stopped, {Forgotten} forgotten");
}
