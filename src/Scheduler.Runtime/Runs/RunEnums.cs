namespace GeneratedScheduler.Runs;

/// <summary>Where a run is, as seen by its own scheduler. Whoever moves it to <see cref="Ending"/> handles its end, once.</summary>
internal enum RunPhase
{
    /// <summary>The actuator was asked to start it and has not answered; a function is at work.</summary>
    Starting = 0,

    /// <summary>The work goes on elsewhere, or its answer lies ready to be polled.</summary>
    Following = 1,

    /// <summary>Somebody is handling its end.</summary>
    Ending = 2,
}

/// <summary>Why a run was told to end early.</summary>
internal enum EndReason
{
    None = 0,
    Timeout = 1,
    Stop = 2,
    LeaseLost = 3,
    Shutdown = 4,
}

/// <summary>A run gives its slot back when both have happened.</summary>
[Flags]
internal enum RunParts
{
    None = 0,

    /// <summary>No code of the task runs any more in this process.</summary>
    Code = 1,

    /// <summary>The end is written to the container, or never will be.</summary>
    Record = 2,

    Both = Code | Record,
}
