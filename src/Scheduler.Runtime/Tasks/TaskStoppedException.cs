namespace GeneratedScheduler;

/// <summary>The awaited task was stopped or deleted and has no result.</summary>
public sealed class TaskStoppedException : SchedulerException
{
    /// <summary>Names the task.</summary>
    /// <param name="id">The task.</param>
    /// <param name="state">Stopped or Deleted.</param>
    public TaskStoppedException(TaskId id, TaskState state) : base($"Task {id} ended without a result: {state}.")
    {
        Id = id;
        State = state;
    }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>Stopped or Deleted.</summary>
    public TaskState State { get; }
}
