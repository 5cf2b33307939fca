namespace GeneratedScheduler.Conformance;

/// <summary>A task as the model knows it: nothing but fields.</summary>
internal sealed class ModelTask<TTask, TResult>
{
    public required TaskId Id { get; init; }

    public required TTask Payload { get; init; }

    public required EnqueueOptions Options { get; init; }

    /// <summary>The place in the order of adding and giving back.</summary>
    public long Sequence { get; set; }

    public TaskState State { get; set; }

    public int Attempt { get; set; }

    public int Losses { get; set; }

    public long ClaimToken { get; set; }

    public ClaimantId? Owner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public TaskRunHandle? Handle { get; set; }

    /// <summary>An end of its work that was told elsewhere.</summary>
    public string? Callback { get; set; }

    public bool StopRequested { get; set; }

    public TaskProgress? Progress { get; set; }

    public TaskFailure? Failure { get; set; }

    public TResult? Result { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public TaskCompletionSource<TaskOutcome<TResult>> Outcome { get; set; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskRecord<TTask, TResult> ToRecord() => new(Id, Payload, State, Options)
    {
        Attempt = Attempt,
        Losses = Losses,
        ClaimToken = ClaimToken,
        Owner = Owner,
        LeaseUntil = LeaseUntil,
        Handle = Handle?.Value,
        StopRequested = StopRequested,
        Progress = Progress,
        Failure = Failure,
        Result = Result,
        CreatedAt = CreatedAt,
        NotBefore = NotBefore,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };
}
