namespace GeneratedScheduler;

/// <summary>The awaited task failed.</summary>
public sealed class TaskFailedException : SchedulerException
{
    /// <summary>Carries the failure to whoever awaits the task.</summary>
    public TaskFailedException(TaskId id, TaskFailure failure)
        : base($"Task {id} failed ({failure.Reason}): {failure.Message}", failure.Exception)
    {
        Id = id;
        Failure = failure;
    }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>Why it failed.</summary>
    public TaskFailure Failure { get; }
}
