namespace GeneratedScheduler;

/// <summary>What can be said about a task when it is enqueued. Immutable; one instance may serve any number of tasks.</summary>
public sealed class EnqueueOptions
{
    /// <summary>Nothing special: priority 0, at once, defaults of the scheduler.</summary>
    public EnqueueOptions()
    {
    }

    /// <summary>Copies options, to be changed in some of them: <c>new EnqueueOptions(options) { Priority = 1 }</c>.</summary>
    public EnqueueOptions(EnqueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Id = options.Id;
        Priority = options.Priority;
        Delay = options.Delay;
        NotBefore = options.NotBefore;
        UniqueKey = options.UniqueKey;
        OnConflict = options.OnConflict;
        Timeout = options.Timeout;
        MaxAttempts = options.MaxAttempts;
    }

    /// <summary>Nothing special: priority 0, at once, defaults of the scheduler.</summary>
    internal static EnqueueOptions Default { get; } = new();

    /// <summary>The most characters that a <see cref="UniqueKey"/> may have; what every supported store can index.</summary>
    public const int MaxUniqueKeyLength = 200;

    /// <summary>An id of the caller's own; <see langword="null"/> (the default) has one made.</summary>
    public TaskId? Id { get; init; }

    /// <summary>
    /// Higher runs earlier; any number, 0 by default. Databases and <c>UseOrderedMap()</c> follow it. The default queue in memory does not, nor does
    /// memory in front of a store unless its order is <see cref="Storage.TaskOrder.Priority"/>: there any other number than 0 is refused with
    /// <see cref="InvalidTaskException"/>.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>How long the task waits at least after it was added, by the container's clock; zero by default.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The earliest moment at which the task may run; <see langword="null"/> by default. Not together with <see cref="Delay"/>.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// At most one unfinished task of the container has this key; compared by ordinal. <see langword="null"/> by default. A task has its key until it has ended, so
    /// its own code cannot add another task with the key: that throws <see cref="DuplicateTaskException"/> whatever <see cref="OnConflict"/> says.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>What happens if the unique key or the id is taken; <see cref="EnqueueConflict.Throw"/> by default.</summary>
    public EnqueueConflict OnConflict { get; init; }

    /// <summary>Instead of the scheduler's timeout for an attempt; <see langword="null"/> by default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Instead of the scheduler's number of attempts in total; <see langword="null"/> by default.</summary>
    public int? MaxAttempts { get; init; }
}

/// <summary>What to do with a task whose id or unique key is taken by another one.</summary>
public enum EnqueueConflict
{
    /// <summary>Add nothing and throw <see cref="DuplicateTaskException"/>.</summary>
    Throw = 0,

    /// <summary>Add nothing and answer with a handle of the task that is there already. For single tasks only.</summary>
    UseExisting = 1,
}
