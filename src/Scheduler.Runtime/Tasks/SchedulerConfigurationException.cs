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

    /// <summary>Lists mistakes that are not about one kind of task.</summary>
    internal SchedulerConfigurationException(IReadOnlyList<string> problems) : base($"The schedulers cannot start: {string.Join(" ", problems)}")
    {
        TaskName = "";
        Problems = problems;
    }

    /// <summary>The kind of task; empty if the mistakes are not about one.</summary>
    public string TaskName { get; }

    /// <summary>Every mistake, each with what to write instead.</summary>
    public IReadOnlyList<string> Problems { get; }
}
