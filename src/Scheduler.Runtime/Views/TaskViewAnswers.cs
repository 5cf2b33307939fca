using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>What a view answers, and the kinds of tasks that it could not ask.</summary>
public abstract class TaskViewAnswer
{
    /// <summary>Why the tasks of a kind are not in the answer, by the name of the kind; empty if all are.</summary>
    public IReadOnlyDictionary<string, Exception> Failures { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, Exception>.Empty;
}

/// <summary>One page of tasks of several kinds.</summary>
public sealed class TaskRowPage : TaskViewAnswer
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskRow> Rows { get; init; }

    /// <summary>Where the next page begins; <see langword="null"/> after the last one.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>How many tasks a search finds.</summary>
public sealed class TaskMatches : TaskViewAnswer
{
    /// <summary>How many were counted.</summary>
    public long Count { get; init; }

    /// <summary>Whether there are more than were counted, because the limit was reached.</summary>
    public bool HasMore { get; init; }
}

/// <summary>
/// What one step of a command did. Tasks of kinds in <see cref="TaskViewAnswer.Failures"/> were passed by: take the step once more with the cursor that it was given, which is harmless, or
/// go on without them.
/// </summary>
public sealed class TaskCommandStep : TaskViewAnswer
{
    /// <summary>How many tasks made the move.</summary>
    public int Done { get; init; }

    /// <summary>How many run, and were asked to stop.</summary>
    public int Requested { get; init; }

    /// <summary>Those that were left as they are, because they had moved on, or another task has their unique key.</summary>
    public IReadOnlyList<CommandResult> Refused { get; init; } = [];

    /// <summary>Where to go on; <see langword="null"/> when all tasks were looked at.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>How many tasks one kind has.</summary>
public sealed class TaskKindCounts
{
    /// <summary>The name of the kind of task.</summary>
    public required string Kind { get; init; }

    /// <summary>How many tasks are in each state; all 0 if <see cref="Failure"/> says why that is not known.</summary>
    public TaskCounts Counts { get; init; }

    /// <summary>
    /// For how long a task has been due that is still waiting, by the clock of its store: the longest such time among the first in line of each priority.
    /// <see langword="null"/> if none is due, or that could not be found out.
    /// </summary>
    public TimeSpan? LongestWait { get; init; }

    /// <summary>Why the tasks could not be counted; <see langword="null"/> if they were.</summary>
    public Exception? Failure { get; init; }
}

/// <summary>The processes that run tasks.</summary>
public sealed class TaskProcessList : TaskViewAnswer
{
    /// <summary>The processes, the oldest first.</summary>
    public required IReadOnlyList<TaskProcess> Processes { get; init; }
}
