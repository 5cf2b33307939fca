namespace GeneratedScheduler.Storage;

/// <summary>A claim that a scheduler holds.</summary>
/// <param name="Id">The task.</param>
/// <param name="ClaimToken">The token of the claim.</param>
public readonly record struct ClaimKey(TaskId Id, long ClaimToken);

/// <summary>Asks for more time for the claims that a scheduler holds.</summary>
/// <param name="Claimant">The scheduler instance.</param>
/// <param name="Held">The claims that it believes to hold; others of the same claimant are left to run out.</param>
/// <param name="LeaseDuration">How long they hold from now on.</param>
public readonly record struct RenewRequest(ClaimantId Claimant, ReadOnlyMemory<ClaimKey> Held, TimeSpan LeaseDuration);

/// <summary>What has become of the claims of a scheduler.</summary>
/// <param name="Lost">Claims that it no longer holds: the tasks were rescued or have ended.</param>
/// <param name="StopRequested">Claims that it holds and whose tasks somebody asked to stop.</param>
public sealed record LeaseReport(IReadOnlyList<ClaimKey> Lost, IReadOnlyList<ClaimKey> StopRequested)
{
    /// <summary>
    /// The <see cref="RelayedCallback.End"/> of work elsewhere that was told to other processes (<see cref="ITaskContainer.RelayAsync"/>), for claims that it holds. The same one may come
    /// with each renewal, until the task has moved on.
    /// </summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];

    /// <summary>Everything is held and nothing is to be stopped.</summary>
    public static LeaseReport Unchanged { get; } = new([], []);
}

/// <summary>Asks for tasks to be taken away from lost schedulers.</summary>
/// <param name="CanReattach">Whether work with a handle is left running, to be reattached to.</param>
/// <param name="MaxLosses">How many times a task may lose its scheduler; the next time it fails.</param>
/// <param name="Limit">The most tasks to look at in one call.</param>
public readonly record struct RescueRequest(bool CanReattach, int MaxLosses, int Limit)
{
    /// <summary>
    /// For how long a lease must have been seen to be over, by the monotonic clock of this process and in an earlier call, before its task is
    /// taken away; zero (the default) to take it at once. For stores whose clock may jump, or that may have been suspended together with those who
    /// renew: all leases look as if they were over then, and their holders must have the time to renew them. A container whose clock is monotonic may
    /// take no notice of it.
    /// </summary>
    public TimeSpan SeenFor { get; init; }
}

/// <summary>What a rescue did.</summary>
/// <param name="Rescued">Tasks that wait again.</param>
/// <param name="Failed">Tasks that lost their scheduler too often.</param>
/// <param name="Stopped">Tasks whose stop was requested before their scheduler was lost.</param>
public readonly record struct RescueReport(int Rescued, int Failed, int Stopped);
