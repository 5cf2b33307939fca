namespace GeneratedScheduler.Actuators;

/// <summary>One run, as an actuator is asked about it.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
public readonly record struct TaskRun<TTask>
{
    /// <summary>The task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>What it works on.</summary>
    public required TTask Payload { get; init; }

    /// <summary>Which attempt this is; the first is 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The <see cref="TaskContext.ClaimToken"/> under which the work was started.</summary>
    public required long ClaimToken { get; init; }

    /// <summary>What <c>StartAsync</c> or <c>ReattachAsync</c> answered; <see langword="null"/> if they told none.</summary>
    public string? Handle { get; init; }

    /// <summary>How long the work has been running. Other processes' clocks are not compared: work that was reattached to is aged by the clock of the store.</summary>
    public TimeSpan Elapsed { get; init; }
}
