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
    /// <summary>The name as declared: a parameter's, or a property's.</summary>
    public string Name => name;

    /// <summary>The declared type.</summary>
    public Type Type => type;

    /// <summary>Whether <see langword="null"/> is allowed.</summary>
    public bool IsNullable => isNullable;

    /// <summary>Whether it has no default.</summary>
    public bool IsRequired => isRequired;

    /// <summary>Reads the value; boxes it, so for people and not for hot paths.</summary>
    public Func<TTask, object?> Read => read;
}
