namespace GeneratedScheduler;

/// <summary>A task of any kind as its container knew it at one moment, for people and for operations: everything but its payload and its result.</summary>
public abstract class TaskRecord
{
    private readonly TaskProgress? _progress;

    private protected TaskRecord(TaskId id, TaskState state, EnqueueOptions options) => (Id, State, Options) = (id, state, options);

    private protected TaskRecord(TaskRecord record)
        : this(record.Id, record.State, record.Options)
    {
        Attempt = record.Attempt;
        Losses = record.Losses;
        ClaimToken = record.ClaimToken;
        Owner = record.Owner;
        LeaseUntil = record.LeaseUntil;
        Handle = record.Handle;
        StopRequested = record.StopRequested;
        _progress = record._progress;
        Failure = record.Failure;
        CreatedAt = record.CreatedAt;
        NotBefore = record.NotBefore;
        StartedAt = record.StartedAt;
        FinishedAt = record.FinishedAt;
    }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>Where the task was in its life.</summary>
    public TaskState State { get; }

    /// <summary>The options with which it was added.</summary>
    public EnqueueOptions Options { get; }

    /// <summary>How many attempts were begun and not given back; the first is 1, and 0 means none yet.</summary>
    public int Attempt { get; init; }

    /// <summary>How many times a scheduler was lost while it ran the task.</summary>
    public int Losses { get; init; }

    /// <summary>The token of the latest claim; 0 before the first one.</summary>
    public long ClaimToken { get; init; }

    /// <summary>The process that runs it, while one does.</summary>
    public ClaimantId? Owner { get; init; }

    /// <summary>When its lease runs out, while it is claimed.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Where its work really runs, if it runs elsewhere.</summary>
    public string? Handle { get; init; }

    /// <summary>Somebody asked for a stop that the running task has not followed yet.</summary>
    public bool StopRequested { get; init; }

    /// <summary>
    /// How far the present run has come, as it reported last; a failed or stopped task keeps that. 1 once the task has succeeded, whatever was reported;
    /// <see langword="null"/> before the first report.
    /// </summary>
    public TaskProgress? Progress
    {
        get => State == TaskState.Succeeded ? new TaskProgress(1, _progress?.Message) : _progress;
        init => _progress = value;
    }

    /// <summary>The latest failure: of the task if it failed, of the attempt before if it waits for a retry.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>When it was added, by the container's clock, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest moment at which it may be claimed; equal to <see cref="CreatedAt"/> or later.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>
    /// When the present attempt began: when it was claimed the latest time, or, for work that runs elsewhere and can be found again, when its handle was stored.
    /// Reattaching to such work does not change it.
    /// </summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached the end that it is in.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A task as its container knew it at one moment.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the task returns.</typeparam>
public sealed class TaskRecord<TTask, TResult> : TaskRecord
{
    /// <summary>Makes a record.</summary>
    /// <param name="id">The task.</param>
    /// <param name="payload">What the task works on.</param>
    /// <param name="state">Where the task was in its life.</param>
    /// <param name="options">The options with which it was added.</param>
    public TaskRecord(TaskId id, TTask payload, TaskState state, EnqueueOptions options)
        : base(id, state, options) => Payload = payload;

    /// <summary>A copy, to be changed in some of its members.</summary>
    internal TaskRecord(TaskRecord<TTask, TResult> record)
        : base(record)
    {
        Payload = record.Payload;
        Result = record.Result;
        UnreadableResult = record.UnreadableResult;
    }

    /// <summary>What the task works on.</summary>
    public TTask Payload { get; }

    /// <summary>What it returned, if it succeeded and no persister keeps its output.</summary>
    public TResult? Result { get; init; }

    /// <summary>
    /// Why <see cref="Result"/> cannot be read by this process, if it cannot: <see cref="Result"/> is then <see langword="default"/>, and who
    /// awaits the task gets this exception. <see langword="null"/> if it can, and if there is none.
    /// </summary>
    public UnreadableMemberException? UnreadableResult { get; init; }
}
