using System.ComponentModel;

namespace GeneratedScheduler;

/// <summary>Marks an emitted scheduler whose actuator is declared in another assembly. Written by the source generator, for the compiler's checks there.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TaskContractAttribute : Attribute;
