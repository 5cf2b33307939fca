namespace GeneratedScheduler.Storage;

/// <summary>A task to be added.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="id">The task.</param>
/// <param name="payload">What it works on.</param>
/// <param name="options">Priority, not-before, unique key and overrides.</param>
/// <param name="start">Whether the task is Waiting at once.</param>
public readonly struct NewTask<TTask>(TaskId id, TTask payload, EnqueueOptions options, bool start = true)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; internal init; } = id;

    /// <summary>What it works on.</summary>
    public TTask Payload { get; internal init; } = payload;

    /// <summary>Priority, not-before, unique key and overrides; may be shared by a whole batch. Its id is not looked at.</summary>
    public EnqueueOptions Options { get; internal init; } = options;

    /// <summary>Whether the task is Waiting at once; otherwise it is Unstarted until started.</summary>
    public bool Start { get; } = start;
}
