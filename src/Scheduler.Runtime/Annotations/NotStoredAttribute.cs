namespace GeneratedScheduler;

/// <summary>
/// Leaves a property of a payload type, or of a result type, out of every store. A task that comes back from a store has the
/// property's default. Not for members that must have a value.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NotStoredAttribute : Attribute;
