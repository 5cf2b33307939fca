namespace GeneratedScheduler.Actuators;

/// <summary>What an actuator does beyond starting, asking and stopping. The scheduler reads the traits once, when it is made.</summary>
[Flags]
public enum ActuatorTraits
{
    /// <summary>Work that runs elsewhere, is found by polling, and is started again after its scheduler was lost.</summary>
    None = 0,

    /// <summary>
    /// The work is done inside <see cref="ITaskActuator{TTask, TResult}.StartAsync"/>, in this process: there is nothing to poll, to stop or to reattach to, and an
    /// answer of <see cref="StartResult{TResult}.Started"/> fails the attempt.
    /// </summary>
    RunsInProcess = 1,

    /// <summary>Changes are told by <see cref="ITaskActuator{TTask, TResult}.ReadCallbacksAsync"/>, so that nobody has to ask.</summary>
    PushesStatus = 2,

    /// <summary>
    /// <see cref="ITaskActuator{TTask, TResult}.ReattachAsync"/> finds work again that was started by a scheduler that is gone. Without it such work is started again.
    /// </summary>
    CanReattach = 4,

    /// <summary>
    /// <see cref="ITaskActuator{TTask, TResult}.PlanAsync"/> names the work before it is begun, and the name is stored as its handle. So work that was begun by a
    /// scheduler which died at that moment is found again: nothing is started twice, nothing is left behind. Needs <see cref="CanReattach"/>.
    /// </summary>
    PlansHandles = 8,
}
