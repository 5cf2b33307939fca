namespace GeneratedScheduler;

/// <summary>One member of a payload.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="Name">The name as declared: a parameter's, or a property's.</param>
/// <param name="Type">The declared type.</param>
/// <param name="IsNullable">Whether <see langword="null"/> is allowed.</param>
/// <param name="IsRequired">Whether it has no default.</param>
/// <param name="Read">Reads the value; boxes it, so for people and not for hot paths.</param>
public sealed record TaskMember<TTask>(string Name, Type Type, bool IsNullable, bool IsRequired, Func<TTask, object?> Read);
