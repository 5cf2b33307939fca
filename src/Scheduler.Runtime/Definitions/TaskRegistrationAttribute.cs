using System.ComponentModel;

namespace GeneratedScheduler;

/// <summary>
/// Says what was emitted with the <c>Add…Tasks()</c> of an assembly. Written by the source generator, so that a program which stores tasks in a
/// database learns at compile time that those of a library cannot be stored.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TaskRegistrationAttribute : Attribute
{
    /// <summary>Whether mappers were emitted, which SQL containers need; <see langword="false"/> by default.</summary>
    public bool HasMappers { get; set; }
}
