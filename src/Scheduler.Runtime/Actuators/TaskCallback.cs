namespace GeneratedScheduler.Actuators;

/// <summary>A change in a run that happens elsewhere.</summary>
/// <param name="id">The task.</param>
/// <param name="claimToken">The token under which the work was started.</param>
/// <param name="status">How the run is doing.</param>
public readonly struct TaskCallback(TaskId id, long claimToken, TaskRunStatus status)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; } = id;

    /// <summary>The <see cref="TaskContext.ClaimToken"/> under which the work was started; a callback of an earlier run is ignored.</summary>
    public long ClaimToken { get; } = claimToken;

    /// <summary>How the run is doing.</summary>
    public TaskRunStatus Status { get; } = status;
}
