namespace GeneratedScheduler;

/// <summary>What a command did to a task.</summary>
public enum CommandOutcome
{
    /// <summary>The task made the move.</summary>
    Done = 0,

    /// <summary>The task is running; its scheduler was asked to stop it and makes the move soon.</summary>
    Requested = 1,

    /// <summary>The task is not there.</summary>
    NotFound = 2,

    /// <summary>The task's state does not allow it; or the store refuses it for this one of several tasks, as by a foreign key or a trigger.</summary>
    Refused = 3,

    /// <summary>The task cannot be restarted because another unfinished task has its unique key.</summary>
    Conflict = 4,
}

/// <summary>The answer to a command for one task.</summary>
/// <param name="id">The task.</param>
/// <param name="outcome">What was done.</param>
/// <param name="state">The state of the task afterwards.</param>
public readonly struct CommandResult(TaskId id, CommandOutcome outcome, TaskState state)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; } = id;

    /// <summary>What was done.</summary>
    public CommandOutcome Outcome { get; } = outcome;

    /// <summary>The state of the task afterwards; Deleted if it is not there.</summary>
    public TaskState State { get; } = state;
}
