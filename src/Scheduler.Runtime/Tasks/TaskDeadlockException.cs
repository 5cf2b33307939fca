namespace GeneratedScheduler;

/// <summary>
/// A task awaits another one of its own kind that can never start, because every slot of the scheduler is taken by a task that waits in the same way.
/// </summary>
public sealed class TaskDeadlockException : SchedulerException
{
    /// <summary>Names the waiting task and the awaited one.</summary>
    /// <param name="taskName">The kind of both.</param>
    /// <param name="id">The task that waits.</param>
    /// <param name="awaitedId">The task that it awaits.</param>
    /// <param name="slots">How many slots there are.</param>
    internal TaskDeadlockException(string taskName, TaskId id, TaskId awaitedId, int slots)
        : base($"{taskName}: task {id} awaits task {awaitedId} of its own kind, and each of the {slots} slots (Concurrency) is held by a task that waits like this, so that none of "
            + "them can go on. Let the task end without waiting, for instance by enqueuing another kind that goes on with the results; or make what is awaited another kind of task.")
    {
        TaskName = taskName;
        Id = id;
        AwaitedId = awaitedId;
    }

    /// <summary>The kind of both tasks.</summary>
    public string TaskName { get; }

    /// <summary>The task that waits.</summary>
    public TaskId Id { get; }

    /// <summary>The task that it awaits.</summary>
    public TaskId AwaitedId { get; }
}
