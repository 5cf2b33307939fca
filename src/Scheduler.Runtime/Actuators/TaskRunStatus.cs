namespace GeneratedScheduler.Actuators;

/// <summary>How a run that happens elsewhere is doing.</summary>
public enum TaskRunState
{
    /// <summary>It goes on.</summary>
    Running = 0,

    /// <summary>It has ended well; its output can be fetched.</summary>
    Succeeded = 1,

    /// <summary>It has ended badly.</summary>
    Failed = 2,

    /// <summary>The run does not exist, or no longer does; the attempt fails.</summary>
    NotFound = 3,

    /// <summary>
    /// Nothing can be said at present, for instance because the engine that does the work cannot be reached. No failure: the scheduler asks again, and only
    /// after <see cref="SchedulerOptions.UnknownLimit"/> the attempt fails as <see cref="TaskFailureReason.Unreachable"/>.
    /// </summary>
    Unknown = 4,
}

/// <summary>What an actuator knows about a run.</summary>
public readonly struct TaskRunStatus
{
    private TaskRunStatus(TaskRunState state) => State = state;

    /// <summary>How it is doing.</summary>
    public TaskRunState State { get; }

    /// <summary>How far it has come, if that is known.</summary>
    public TaskProgress? Progress { get; private init; }

    /// <summary>Why it failed (Failed).</summary>
    public TaskFailure? Failure { get; private init; }

    /// <summary>Whether a failure is final, whatever attempts are left (Failed).</summary>
    public bool DoNotRetry { get; private init; }

    /// <summary>The exit code of a process or container that has ended, if there is one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Where the logs of the run are, for people: a path, a URL, an id; <see langword="null"/> if that is not known or there are none.</summary>
    public string? Logs { get; init; }

    /// <summary>It has ended well.</summary>
    public static TaskRunStatus Succeeded { get; } = new(TaskRunState.Succeeded);

    /// <summary>There is no such run, or no longer.</summary>
    public static TaskRunStatus NotFound { get; } = new(TaskRunState.NotFound);

    /// <summary>Nothing can be said at present.</summary>
    public static TaskRunStatus Unknown { get; } = new(TaskRunState.Unknown);

    /// <summary>It goes on.</summary>
    public static TaskRunStatus Running(TaskProgress? progress = null) => new(TaskRunState.Running) { Progress = progress };

    /// <summary>It has ended badly.</summary>
    public static TaskRunStatus Failed(TaskFailure failure, bool doNotRetry = false)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(TaskRunState.Failed) { Failure = failure, DoNotRetry = doNotRetry };
    }

    /// <summary>It has ended badly, with a message for people.</summary>
    public static TaskRunStatus Failed(string message, bool doNotRetry = false) =>
        Failed(new TaskFailure(TaskFailureReason.Actuator, message), doNotRetry);
}
