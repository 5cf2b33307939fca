namespace GeneratedScheduler.Storage;

/// <summary>Asks for one page of the tasks in one state: all of them, or those that pass a filter.</summary>
/// <param name="State">The state; not Deleted.</param>
/// <param name="PageSize">The most tasks to answer with; 1 to 1,000, 100 by default.</param>
/// <param name="Cursor">Where the previous page ended; <see langword="null"/> for the first page.</param>
/// <remarks>
/// <para>
/// A cursor is a place in a list, so it belongs to its <see cref="State"/> and to <see cref="NewestFirst"/>: with others it is refused by
/// an <see cref="ArgumentException"/>. The filter may differ from page to page.
/// </para>
/// </remarks>
public readonly record struct TaskQuery(TaskState State, int PageSize = 100, string? Cursor = null)
{
    internal const int LargestPage = 1_000;

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
/// <param name="Tasks">The tasks.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> after the last one.</param>
public sealed record TaskPage<TTask, TResult>(IReadOnlyList<TaskRecord<TTask, TResult>> Tasks, string? NextCursor)
{
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
public readonly record struct TaskCounts
{
    /// <summary>Stored and not started.</summary>
    public long Unstarted { get; init; }

    /// <summary>Waiting, due or not.</summary>
    public long Waiting { get; init; }

    /// <summary>Running now.</summary>
    public long Running { get; init; }

    /// <summary>Saving their output.</summary>
    public long Exporting { get; init; }

    /// <summary>Succeeded, whether the record is still kept or not.</summary>
    public long Succeeded { get; init; }

    /// <summary>Failed, whether the record is still kept or not.</summary>
    public long Failed { get; init; }

    /// <summary>Stopped, whether the record is still kept or not.</summary>
    public long Stopped { get; init; }

    /// <summary>How many of the finished tasks a container in memory has forgotten; 0 for databases, which do not count what they have removed.</summary>
    public long Forgotten { get; init; }

    /// <summary>Everything that is finished: <see cref="Succeeded"/>, <see cref="Failed"/> and <see cref="Stopped"/>.</summary>
    public long Finished => Succeeded + Failed + Stopped;

    /// <summary>Everything that is not finished.</summary>
    public long Unfinished => Unstarted + Waiting + Running + Exporting;
}
