namespace GeneratedScheduler;

/// <summary>Says under which name the table of a kind of task is created.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TaskTableAttribute : Attribute
{
    /// <summary>Names the table. Without the attribute it is the task's name in snake case: <c>calculator.sum</c> is stored in <c>calculator_sum</c>.</summary>
    /// <param name="name">1 to 48 characters, so that the names of its indexes fit into every database.</param>
    public TaskTableAttribute(string name) => Name = name;

    /// <summary>The name of the table.</summary>
    public string Name { get; }
}
