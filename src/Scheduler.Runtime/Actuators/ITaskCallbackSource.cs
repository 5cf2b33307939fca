namespace GeneratedScheduler.Actuators;

/// <summary>An actuator that tells of changes by itself, so that nobody has to ask.</summary>
public interface ITaskCallbackSource
{
    /// <summary>
    /// The changes as they come, until cancelled. Read by one consumer. If it ends or throws, the scheduler calls it again
    /// after a while.
    /// </summary>
    /// <remarks>A callback may overtake the answer of <c>StartAsync</c>; it is then applied all the same.</remarks>
    IAsyncEnumerable<TaskCallback> ReadCallbacksAsync(CancellationToken cancellationToken);
}

/// <summary>A change in a run that happens elsewhere.</summary>
/// <param name="Id">The task.</param>
/// <param name="ClaimToken">The <see cref="TaskContext.ClaimToken"/> under which the work was started; a callback of an earlier run is ignored.</param>
/// <param name="Status">How the run is doing.</param>
public readonly record struct TaskCallback(TaskId Id, long ClaimToken, TaskRunStatus Status);
