namespace GeneratedScheduler.Storage;

/// <summary>A claim that a scheduler holds.</summary>
public readonly record struct ClaimKey
{
    /// <summary>Names a claim.</summary>
    /// <param name="id">The task.</param>
    /// <param name="claimToken">The token of the claim.</param>
    public ClaimKey(TaskId id, long claimToken) => (Id, ClaimToken) = (id, claimToken);

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>The token of the claim.</summary>
    public long ClaimToken { get; }
}

/// <summary>Asks for more time for the claims that a scheduler holds.</summary>
/// <param name="claimant">The process that holds the claims.</param>
/// <param name="held">The claims that it believes to hold.</param>
/// <param name="leaseDuration">How long they hold from now on.</param>
public readonly struct RenewRequest(ClaimantId claimant, ReadOnlyMemory<ClaimKey> held, TimeSpan leaseDuration)
{
    /// <summary>The process that holds the claims.</summary>
    public ClaimantId Claimant { get; internal init; } = claimant;

    /// <summary>The claims that it believes to hold; others of the same claimant are left to run out.</summary>
    public ReadOnlyMemory<ClaimKey> Held { get; internal init; } = held;

    /// <summary>How long they hold from now on.</summary>
    public TimeSpan LeaseDuration { get; internal init; } = leaseDuration;
}

/// <summary>What has become of the claims of a scheduler.</summary>
/// <param name="lost">Claims that it no longer holds.</param>
/// <param name="stopRequested">Claims that it holds and whose tasks somebody asked to stop.</param>
/// <param name="callbacks">Ends of work elsewhere that were told to other processes; none if left out.</param>
public sealed class LeaseReport(IReadOnlyList<ClaimKey> lost, IReadOnlyList<ClaimKey> stopRequested, IReadOnlyList<string>? callbacks = null)
{
    /// <summary>Claims that it no longer holds: the tasks were rescued or have ended.</summary>
    public IReadOnlyList<ClaimKey> Lost { get; } = lost;

    /// <summary>Claims that it holds and whose tasks somebody asked to stop.</summary>
    public IReadOnlyList<ClaimKey> StopRequested { get; } = stopRequested;

    /// <summary>
    /// The <see cref="RelayedCallback.End"/> of work elsewhere that was told to other processes (<see cref="ITaskContainer.RelayAsync"/>), for claims that it holds. The same one may come
    /// with each renewal, until the task has moved on.
    /// </summary>
    public IReadOnlyList<string> Callbacks { get; } = callbacks ?? [];

    /// <summary>Everything is held and nothing is to be stopped.</summary>
    public static LeaseReport Unchanged { get; } = new([], []);
}

/// <summary>Asks for tasks to be taken away from lost schedulers.</summary>
/// <param name="canReattach">Whether work with a handle is left running, to be reattached to.</param>
/// <param name="maxLosses">How many times a task may lose its scheduler; the next time it fails.</param>
/// <param name="limit">The most tasks to look at in one call.</param>
/// <param name="seenFor">For how long a lease must have been seen to be over; zero to take its task at once.</param>
public readonly struct RescueRequest(bool canReattach, int maxLosses, int limit, TimeSpan seenFor = default)
{
    /// <summary>Whether work with a handle is left running, to be reattached to.</summary>
    public bool CanReattach { get; internal init; } = canReattach;

    /// <summary>How many times a task may lose its scheduler; the next time it fails.</summary>
    public int MaxLosses { get; internal init; } = maxLosses;

    /// <summary>The most tasks to look at in one call.</summary>
    public int Limit { get; internal init; } = limit;

    /// <summary>
    /// For how long a lease must have been seen to be over, by the monotonic clock of this process and in an earlier call, before its task is
    /// taken away; zero (the default) to take it at once. For stores whose clock may jump, or that may have been suspended together with those who
    /// renew: all leases look as if they were over then, and their holders must have the time to renew them. A container whose clock is monotonic may
    /// take no notice of it.
    /// </summary>
    public TimeSpan SeenFor { get; internal init; } = seenFor;
}

/// <summary>What a rescue did.</summary>
/// <param name="rescued">Tasks that wait again.</param>
/// <param name="failed">Tasks that lost their scheduler too often.</param>
/// <param name="stopped">Tasks whose stop was requested before their scheduler was lost.</param>
public readonly struct RescueReport(int rescued, int failed, int stopped)
{
    /// <summary>Tasks that wait again.</summary>
    public int Rescued { get; internal init; } = rescued;

    /// <summary>Tasks that lost their scheduler too often.</summary>
    public int Failed { get; internal init; } = failed;

    /// <summary>Tasks whose stop was requested before their scheduler was lost.</summary>
    public int Stopped { get; internal init; } = stopped;
}
