namespace GeneratedScheduler;

/// <summary>The container does not know the task: it never existed, was deleted, or finished too long ago to be kept.</summary>
public sealed class TaskNotFoundException : SchedulerException
{
    /// <summary>Names the task.</summary>
    public TaskNotFoundException(TaskId id)
        : base($"Task {id} is not in the container: it never was, it was deleted, or it finished and is no longer kept.") => Id = id;

    /// <summary>The task.</summary>
    public TaskId Id { get; }
}
