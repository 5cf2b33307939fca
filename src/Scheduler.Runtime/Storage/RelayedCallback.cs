namespace GeneratedScheduler.Storage;

/// <summary>What was called back about work elsewhere to a process that does not follow it, on its way to the one that does.</summary>
/// <param name="id">The task.</param>
/// <param name="startToken">The token of the claim under which the work was started.</param>
/// <param name="progress">How far the work has come, if that was told.</param>
/// <param name="end">How the work ended; <see langword="null"/> if it goes on.</param>
public readonly struct RelayedCallback(TaskId id, long startToken, TaskProgress? progress, string? end)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; internal init; } = id;

    /// <summary>The token of the claim under which the work was started.</summary>
    public long StartToken { get; internal init; } = startToken;

    /// <summary>How far the work has come, if that was told; stored with the task.</summary>
    public TaskProgress? Progress { get; internal init; } = progress;

    /// <summary>How the work ended, in whatever form the scheduler that follows it understands; <see langword="null"/> if it goes on.</summary>
    public string? End { get; internal init; } = end;
}
