namespace GeneratedScheduler.Actuators;

/// <summary>
/// An actuator says with it that the engine which does its work cannot be reached at present, so that the status of the run is unknown: that is not a failure of
/// the task. The scheduler asks again, for as long as <see cref="SchedulerOptions.UnknownLimit"/> lets it.
/// </summary>
/// <remarks>
/// Understood from each call of an actuator that has to do with work which may be running; see <see cref="TaskRunStatus.Unknown"/> for what follows. Out of
/// <see cref="ITaskActuator{TTask, TResult}.StartAsync"/> it fails the attempt like every other exception: answer
/// <see cref="StartResult{TResult}.Deferred"/> there if nothing was begun.
/// </remarks>
public sealed class ActuatorUnreachableException : SchedulerException
{
    /// <summary>Says what cannot be reached, and why.</summary>
    public ActuatorUnreachableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
