namespace GeneratedScheduler;

/// <summary>A task that could not be added because another one has its id or its unique key.</summary>
/// <param name="id">The task that was to be added.</param>
/// <param name="existingId">The task that is there already.</param>
/// <param name="uniqueKey">The key that both have; <see langword="null"/> if it is the id.</param>
public readonly struct TaskConflict(TaskId id, TaskId existingId, string? uniqueKey)
{
    /// <summary>The task that was to be added.</summary>
    public TaskId Id { get; } = id;

    /// <summary>The task that is there already.</summary>
    public TaskId ExistingId { get; } = existingId;

    /// <summary>The key that both have; <see langword="null"/> if it is the id.</summary>
    public string? UniqueKey { get; } = uniqueKey;
}

/// <summary>Nothing was added, because ids or unique keys are taken.</summary>
public sealed class DuplicateTaskException : SchedulerException
{
    /// <summary>Lists the conflicts.</summary>
    /// <param name="conflicts">At least one.</param>
    /// <param name="inTransaction">
    /// Whether the tasks were to be added in a transaction of the application's own, where <see cref="EnqueueOptions.OnConflict"/> is not followed; <see langword="false"/> by default.
    /// </param>
    public DuplicateTaskException(IReadOnlyList<TaskConflict> conflicts, bool inTransaction = false)
        : base(Describe(conflicts, inTransaction)) => Conflicts = conflicts;

    private DuplicateTaskException(IReadOnlyList<TaskConflict> conflicts, string message) : base(message) => Conflicts = conflicts;

    /// <summary>The task that has the key is the one whose code wants to add another.</summary>
    internal static DuplicateTaskException OfCaller(IReadOnlyList<TaskConflict> conflicts) => new(conflicts,
        $"The task that is running, {conflicts[0].ExistingId}, has the unique key '{conflicts[0].UniqueKey}' until it ends, so it cannot add another task with that key. Nothing was "
        + "added. To run again later, let it end with throw new DeferTaskException(delay), which keeps the key; or give each task a key of its own, such as one with the time for which it is due.");

    /// <summary>Every task of the call whose id or key is taken.</summary>
    public IReadOnlyList<TaskConflict> Conflicts { get; }

    private static string Describe(IReadOnlyList<TaskConflict> conflicts, bool inTransaction)
    {
        ArgumentOutOfRangeException.ThrowIfZero(conflicts?.Count ?? 0, nameof(conflicts));
        TaskConflict first = conflicts![0];
        string more = conflicts.Count == 1 ? "" : $" (and {conflicts.Count - 1} more)";
        string problem = first.UniqueKey is null
            ? $"A task with the id {first.Id} exists already{more}. Nothing was added."
            : $"Task {first.ExistingId} is unfinished and has the unique key '{first.UniqueKey}'{more}. Nothing was added.";
        return (first.UniqueKey is null, inTransaction) switch
        {
            (true, false) => $"{problem} Leave the id out to have one made, or set OnConflict to UseExisting.",
            (false, false) => $"{problem} Set OnConflict to UseExisting to get a handle of that task.",
            (true, true) => $"{problem} OnConflict is not followed in a transaction: roll it back, and leave the id out to have one made, or take GetHandle of that id.",
            (false, true) => $"{problem} OnConflict is not followed in a transaction: roll it back, and take GetHandle of that task if it will do.",
        };
    }
}
