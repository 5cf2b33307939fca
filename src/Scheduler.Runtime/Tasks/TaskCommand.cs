namespace GeneratedScheduler;

/// <summary>What can be asked of a task from outside its run, in any process.</summary>
public enum TaskCommand
{
    /// <summary>An unstarted task may run.</summary>
    Start = 0,

    /// <summary>A waiting task never starts; a running one is asked to end, and ends as stopped once it does.</summary>
    Stop = 1,

    /// <summary>A finished task is to be run again.</summary>
    Restart = 2,

    /// <summary>An unstarted or finished task is removed.</summary>
    Delete = 3,
}
