namespace GeneratedScheduler;

/// <summary>Where a task is in its life. The allowed moves are in <see cref="TaskStateMachine"/>.</summary>
public enum TaskState
{
    /// <summary>Stored, but not to be run before somebody starts it.</summary>
    Unstarted = 0,

    /// <summary>To be run as soon as its not-before time has come and a slot is free.</summary>
    Waiting = 1,

    /// <summary>Claimed by a scheduler that holds a lease on it.</summary>
    Running = 2,

    /// <summary>The run succeeded and its output is being saved; the lease still holds.</summary>
    Exporting = 3,

    /// <summary>Finished, output saved.</summary>
    Succeeded = 4,

    /// <summary>Finished: no attempt is left, or the failure must not be retried.</summary>
    Failed = 5,

    /// <summary>Finished: somebody stopped it.</summary>
    Stopped = 6,

    /// <summary>No longer stored. Seen only in answers and events, never in a container.</summary>
    Deleted = 7,
}
