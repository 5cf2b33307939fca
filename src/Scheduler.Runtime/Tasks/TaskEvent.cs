namespace GeneratedScheduler;

/// <summary>What can happen to a task; together with its state it decides the next state.</summary>
public enum TaskEvent
{
    /// <summary>A created task may now run.</summary>
    Start = 0,

    /// <summary>A scheduler takes the task, with a new claim token and a lease.</summary>
    Claim = 1,

    /// <summary>The run tells of its progress, or where its work really runs.</summary>
    Report = 2,

    /// <summary>The run succeeded; its output is about to be saved.</summary>
    Export = 3,

    /// <summary>The run succeeded and its output, if any, is saved.</summary>
    Succeed = 4,

    /// <summary>The last attempt failed, or the failure must not be retried.</summary>
    Fail = 5,

    /// <summary>An attempt failed and another one follows.</summary>
    Retry = 6,

    /// <summary>The task asked to be run later; the attempt does not count.</summary>
    Defer = 7,

    /// <summary>The scheduler gives the task back, for instance at shutdown; the attempt does not count.</summary>
    Release = 8,

    /// <summary>The lease ran out and another scheduler may take the task.</summary>
    Rescue = 9,

    /// <summary>Somebody stopped the task.</summary>
    Stop = 10,

    /// <summary>A finished task is to be run again.</summary>
    Restart = 11,

    /// <summary>The task is removed.</summary>
    Delete = 12,
}
