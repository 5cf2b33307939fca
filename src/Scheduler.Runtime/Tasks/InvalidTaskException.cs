namespace GeneratedScheduler;

/// <summary>
/// A task, an option or the end of a task that cannot be accepted as it is: a value that cannot be stored, or one that the store refuses, by a constraint or a
/// trigger of its own. Nothing was changed.
/// </summary>
public sealed class InvalidTaskException : SchedulerException
{
    /// <summary>Names the kind of task, the member and its problem.</summary>
    public InvalidTaskException(string taskName, string member, string problem, Exception? innerException = null)
        : base($"{taskName}: {member} {problem}", innerException)
    {
        TaskName = taskName;
        Member = member;
    }

    /// <summary>The kind of task.</summary>
    public string TaskName { get; }

    /// <summary>The payload member or the option that is wrong.</summary>
    public string Member { get; }

    /// <summary>
    /// Which of the tasks that were to be added together is to blame, counted from 0; <see langword="null"/> for a single task, or if it is not known.
    /// </summary>
    public int? Index { get; init; }
}
