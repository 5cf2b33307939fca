namespace GeneratedScheduler;

/// <summary>
/// Marks a parameter of a task method as a service: it comes from the run's services and is not part of the payload.
/// <see cref="CancellationToken"/> and <see cref="TaskContext"/> need no mark.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InjectedAttribute : Attribute;
