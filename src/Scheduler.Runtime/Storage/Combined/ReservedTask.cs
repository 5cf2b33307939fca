namespace GeneratedScheduler.Storage;

/// <summary>A task that is reserved for this process and waits in its memory.</summary>
internal sealed class ReservedTask<TTask> : TaskNode
{
    private readonly ClaimedTask<TTask> _reserved;
    private readonly long _reservedAt;

    /// <param name="reserved">The task as the durable container handed it out.</param>
    /// <param name="leasedAt">When the lease began at the earliest: a timestamp from before the call that reserved the task.</param>
    internal ReservedTask(in ClaimedTask<TTask> reserved, long leasedAt) : base(reserved.Id, reserved.Options, TaskState.Waiting)
    {
        _reserved = reserved;
        ClaimToken = reserved.ClaimToken;
        LeasedAt = _reservedAt = leasedAt;
        StopIsRequested = reserved.StopRequested;
    }

    /// <summary>When the lease began the latest time, at the earliest; a timestamp of this process's clock.</summary>
    internal long LeasedAt { get; set; }

    /// <summary>Somebody asked for a stop; whoever gets the task stops it instead of running it.</summary>
    internal bool StopIsRequested { get; set; }

    /// <summary>A call that was to begin the task threw; whether it has begun is unknown.</summary>
    internal bool BeginIsUncertain { get; set; }

    internal bool MustBegin => _reserved.MustBegin;

    /// <summary>Work of an earlier run may go on elsewhere.</summary>
    internal bool HasHandle => _reserved.Handle is not null;

    internal ClaimKey Key => new(Id, ClaimToken);

    /// <summary>The task as it is claimed. The store begins the attempt later, and counts as we do here.</summary>
    internal ClaimedTask<TTask> Claim(TimeProvider time) => _reserved with
    {
        Attempt = _reserved.Attempt + (HasHandle ? 0 : 1),
        StopRequested = StopIsRequested,
        MustBegin = false,
        LeaseAge = time.GetElapsedTime(LeasedAt),
        WorkAge = HasHandle ? _reserved.WorkAge + time.GetElapsedTime(_reservedAt) : TimeSpan.Zero,
    };
}
