namespace GeneratedScheduler;

/// <summary>Options or configuration that cannot work; thrown before anything has started.</summary>
public sealed class SchedulerConfigurationException : SchedulerException
{
    /// <summary>Names the kind of task and lists every mistake.</summary>
    public SchedulerConfigurationException(string taskName, IReadOnlyList<string> problems)
        : base($"The scheduler of '{taskName}' cannot start: {string.Join(" ", problems)}")
    {
        TaskName = taskName;
        Problems = problems;
    }

    /// <summary>The kind of task.</summary>
    public string TaskName { get; }

    /// <summary>Every mistake, each with what to write instead.</summary>
    public IReadOnlyList<string> Problems { get; }
}
