namespace GeneratedScheduler.Actuators;

/// <summary>One run, as an actuator is asked about it.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="id">The task.</param>
/// <param name="payload">What it works on.</param>
/// <param name="attempt">Which attempt this is; the first is 1.</param>
/// <param name="claimToken">The token under which the work was started.</param>
/// <param name="handle">Where the work runs, if that is known.</param>
/// <param name="elapsed">How long the work has been running.</param>
public readonly struct TaskRun<TTask>(TaskId id, TTask payload, int attempt, long claimToken, string? handle = null, TimeSpan elapsed = default)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; } = id;

    /// <summary>What it works on.</summary>
    public TTask Payload { get; } = payload;

    /// <summary>Which attempt this is; the first is 1.</summary>
    public int Attempt { get; } = attempt;

    /// <summary>The <see cref="TaskContext.ClaimToken"/> under which the work was started.</summary>
    public long ClaimToken { get; } = claimToken;

    /// <summary>The handle that <c>StartAsync</c> or <c>ReattachAsync</c> returned; <see langword="null"/> if they returned none.</summary>
    public string? Handle { get; } = handle;

    /// <summary>How long the work has been running. Other processes' clocks are not compared: work that was reattached to is aged by the clock of the store.</summary>
    public TimeSpan Elapsed { get; } = elapsed;
}
