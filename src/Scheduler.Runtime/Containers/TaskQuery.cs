namespace GeneratedScheduler.Containers;

/// <summary>Asks for one page of the tasks in one state.</summary>
/// <param name="State">The state; not Deleted.</param>
/// <param name="PageSize">The most tasks to answer with; 1 to 1,000.</param>
/// <param name="Cursor">Where the previous page ended; <see langword="null"/> for the first page.</param>
public readonly record struct TaskQuery(TaskState State, int PageSize = 100, string? Cursor = null);

/// <summary>One page of tasks, in the order in which they came into the state.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the tasks return.</typeparam>
/// <param name="Tasks">The tasks.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> after the last one.</param>
public sealed record TaskPage<TTask, TResult>(IReadOnlyList<TaskRecord<TTask, TResult>> Tasks, string? NextCursor);

/// <summary>How many tasks are in each state.</summary>
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

    /// <summary>Succeeded and still kept.</summary>
    public long Succeeded { get; init; }

    /// <summary>Failed and still kept.</summary>
    public long Failed { get; init; }

    /// <summary>Stopped and still kept.</summary>
    public long Stopped { get; init; }

    /// <summary>Everything that is not finished.</summary>
    public long Unfinished => Unstarted + Waiting + Running + Exporting;
}
