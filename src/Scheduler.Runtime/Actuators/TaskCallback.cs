namespace GeneratedScheduler.Actuators;

/// <summary>A change in a run that happens elsewhere.</summary>
/// <param name="Id">The task.</param>
/// <param name="ClaimToken">The <see cref="TaskContext.ClaimToken"/> under which the work was started; a callback of an earlier run is ignored.</param>
/// <param name="Status">How the run is doing.</param>
public readonly record struct TaskCallback(TaskId Id, long ClaimToken, TaskRunStatus Status);
