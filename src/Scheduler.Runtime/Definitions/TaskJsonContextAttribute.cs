namespace GeneratedScheduler;

/// <summary>
/// Names the <c>JsonSerializerContext</c> of this assembly through which members are stored that have no column type of their own.
/// Source generators do not see each other's output, so the context has to be written by hand; a diagnostic says what it lacks.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TaskJsonContextAttribute : Attribute
{
    /// <summary>Names the context.</summary>
    /// <param name="context">A <c>partial class</c> that derives from <c>JsonSerializerContext</c>, with a <c>[JsonSerializable]</c> for each type.</param>
    public TaskJsonContextAttribute(Type context) => Context = context;

    /// <summary>The context.</summary>
    public Type Context { get; }
}
