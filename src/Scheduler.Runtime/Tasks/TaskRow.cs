namespace GeneratedScheduler;

/// <summary>A task of any kind, for callers that do not know its types, such as a web page or a command line.</summary>
/// <remarks>Payload and result become JSON when they are asked for. Safe for concurrent use.</remarks>
public abstract class TaskRow
{
    /// <summary>Makes a row.</summary>
    /// <param name="kind">The name of the kind of task.</param>
    protected TaskRow(string kind) => Kind = kind;

    /// <summary>The name of the kind of task.</summary>
    public string Kind { get; }

    /// <summary>The task.</summary>
    public abstract TaskRecord Record { get; }

    /// <summary>What the task works on, through the codec that is emitted for the kind of task.</summary>
    public abstract TaskJson Payload { get; }

    /// <summary>
    /// What the task returned, if it succeeded. A result that a persister keeps is there only if the task was read by <see cref="ITaskView.GetAsync"/>.
    /// </summary>
    public abstract TaskJson Result { get; }
}
