namespace GeneratedScheduler.Reliability.Work;

/// <summary>What a task does.</summary>
internal enum WorkKind
{
    /// <summary>Ends soon.</summary>
    Short = 0,

    /// <summary>Takes its time and reports progress, so that faults hit it while it runs.</summary>
    Long = 1,

    /// <summary>Fails twice and succeeds then.</summary>
    Flaky = 2,

    /// <summary>Fails until it has no attempts left.</summary>
    Doomed = 3,

    /// <summary>Enqueues another task.</summary>
    Spawn = 4,

    /// <summary>Kills the process that runs it, each time.</summary>
    Poison = 5,
}
