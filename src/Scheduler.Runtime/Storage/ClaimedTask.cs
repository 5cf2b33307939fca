namespace GeneratedScheduler.Storage;

/// <summary>A task that was claimed and is now to be run.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="id">The task.</param>
/// <param name="payload">What it works on.</param>
/// <param name="options">The options with which it was added.</param>
/// <param name="claimToken">The token of this claim, greater than that of every earlier claim in the container.</param>
/// <param name="attempt">Which attempt this is; the first is 1.</param>
public readonly struct ClaimedTask<TTask>(TaskId id, TTask payload, EnqueueOptions options, long claimToken, int attempt)
{
    /// <summary>The task.</summary>
    public TaskId Id { get; internal init; } = id;

    /// <summary>What it works on; <see langword="default"/> if it is <see cref="Unreadable"/>.</summary>
    public TTask Payload { get; internal init; } = payload;

    /// <summary>The options with which it was added: priority and overrides.</summary>
    public EnqueueOptions Options { get; internal init; } = options;

    /// <summary>The token of this claim, greater than that of every earlier claim in the container.</summary>
    public long ClaimToken { get; internal init; } = claimToken;

    /// <summary>Which attempt this is; the first is 1.</summary>
    public int Attempt { get; internal init; } = attempt;

    /// <summary>Where the work of a lost scheduler still runs; the actuator reattaches to it instead of starting again.</summary>
    public TaskRunHandle? Handle { get; init; }

    /// <summary>
    /// How long ago the work behind <see cref="Handle"/> began, by the container's clock: when the handle was stored. Zero if the task has no such work. The timeout of
    /// the attempt is counted from there.
    /// </summary>
    public TimeSpan WorkAge { get; init; }

    /// <summary>Somebody asked for a stop while nobody ran the task; the work behind <see cref="Handle"/> is to be stopped.</summary>
    public bool StopRequested { get; init; }

    /// <summary>Why the stored payload cannot be read; the task then fails without being run.</summary>
    public TaskFailure? Unreadable { get; init; }
}
