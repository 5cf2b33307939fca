namespace GeneratedScheduler;

/// <summary>A task or an option that cannot be accepted. Nothing was added.</summary>
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
}
