namespace GeneratedScheduler;

/// <summary>One member of a payload. For emitted code.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="name">The name as declared: a parameter's, or a property's.</param>
/// <param name="type">The declared type.</param>
/// <param name="isNullable">Whether <see langword="null"/> is allowed.</param>
/// <param name="isRequired">Whether it has no default.</param>
/// <param name="read">Reads the value; boxes it, so for people and not for hot paths.</param>
public sealed class TaskMember<TTask>(string name, Type type, bool isNullable, bool isRequired, Func<TTask, object?> read)
{
    internal string Name => name;

    internal Type Type => type;

    internal bool IsNullable => isNullable;

    internal bool IsRequired => isRequired;

    internal Func<TTask, object?> Read => read;
}
