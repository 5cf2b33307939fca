namespace GeneratedScheduler;

/// <summary>
/// Leaves a property or a field of a payload type, or of a result type, out of every store. A task that comes back from a store has the
/// default of it. Not for members that must have a value.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class NotStoredAttribute : Attribute;
