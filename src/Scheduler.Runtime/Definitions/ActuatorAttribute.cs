namespace GeneratedScheduler;

/// <summary>
/// Says how a payload type is executed: on a method that takes the payload, that method runs in this process; on a class
/// that implements <see cref="Actuators.ITaskActuator{TTask, TResult}"/>, the work runs wherever that class has it run.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class ActuatorAttribute : Attribute;
