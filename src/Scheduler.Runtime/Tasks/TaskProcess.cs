namespace GeneratedScheduler;

/// <summary>A process that runs tasks: one host, or one scheduler without a host.</summary>
public sealed class TaskProcess
{
    /// <summary>The owner of its claims, which tasks have as their <see cref="TaskRecord.Owner"/>.</summary>
    public required ClaimantId Claimant { get; init; }

    /// <summary>The name of the machine.</summary>
    public required string MachineName { get; init; }

    /// <summary>The number of the process on that machine.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Since when it has run tasks, by the clock of its store.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last announced itself, by the clock of its store.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The kinds of tasks that it runs, by name, and how many tasks of each it ran when it was last seen.</summary>
    public required IReadOnlyDictionary<string, int> Runs { get; init; }
}
