namespace GeneratedScheduler;

/// <summary>
/// Keeps what was stored under an old name readable: on a task, its table; on a member, its column and its key in JSON. Where the old
/// table or column is there and the new one is not, the old one goes on being used, so that old and new processes can run side by side.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Parameter | AttributeTargets.Property,
    AllowMultiple = true,
    Inherited = false)]
public sealed class FormerNameAttribute : Attribute
{
    /// <summary>Names what it was called before.</summary>
    /// <param name="name">The former name of the task (<c>calculator.add</c>), or of the member as it was declared (<c>customer</c>).</param>
    public FormerNameAttribute(string name) => Name = name;

    /// <summary>The former name.</summary>
    public string Name { get; }
}
