namespace GeneratedScheduler;

/// <summary>
/// Whether a unique key is free could not be told in time, because a transaction that has added a task with it is still open. Nothing was added.
/// </summary>
public sealed class UniqueKeyLockedException : SchedulerException
{
    /// <summary>Names the kind of task and the key.</summary>
    /// <param name="taskName">The kind of task.</param>
    /// <param name="uniqueKey">The key; one of them if several tasks were to be added.</param>
    /// <param name="innerException">What the store said.</param>
    public UniqueKeyLockedException(string taskName, string uniqueKey, Exception? innerException = null)
        : base(
            $"{taskName}: a transaction that has added a task with the unique key '{uniqueKey}' is still open, and was waited for as long as CommandTimeout allows. Nothing was added. "
            + "End such transactions sooner, or add again later.",
            innerException)
    {
        TaskName = taskName;
        UniqueKey = uniqueKey;
    }

    /// <summary>The kind of task.</summary>
    public string TaskName { get; }

    /// <summary>The key.</summary>
    public string UniqueKey { get; }
}
