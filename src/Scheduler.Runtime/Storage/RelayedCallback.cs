namespace GeneratedScheduler.Storage;

/// <summary>What was called back about work elsewhere to a process that does not follow it, on its way to the one that does.</summary>
public readonly record struct RelayedCallback
{
    /// <summary>The task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The token of the claim under which the work was started.</summary>
    public required long StartToken { get; init; }

    /// <summary>How far the work has come, if that was told; stored with the task.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>How the work ended, in whatever form the scheduler that follows it understands; <see langword="null"/> if it goes on.</summary>
    public string? End { get; init; }
}
