namespace GeneratedScheduler;

/// <summary>What a handle can ask about its task and do to it.</summary>
internal interface ITaskOperations
{
    /// <summary>State and progress of a task; <see langword="null"/> if it is not there.</summary>
    ValueTask<(TaskState State, TaskProgress? Progress)?> FindAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>The outcome of a task, for whoever is calling: a task that waits for another one of its kind in vain gets a <see cref="TaskDeadlockException"/>.</summary>
    Task<T> Guard<T>(TaskId id, Task<T> outcome);

    /// <summary>Stops a task; throws if its state does not allow it.</summary>
    ValueTask<CommandResult> StopAsync(TaskId id, CancellationToken cancellationToken);
}
