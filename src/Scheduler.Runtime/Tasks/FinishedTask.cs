namespace GeneratedScheduler;

/// <summary>A task that this scheduler brought to its end.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the task returns.</typeparam>
/// <param name="id">The task.</param>
/// <param name="payload">What it worked on.</param>
/// <param name="state">Succeeded, Failed or Stopped.</param>
/// <param name="result">What it returned, if it succeeded.</param>
/// <param name="failure">Why it failed, if it did.</param>
/// <param name="attempts">How many attempts it took.</param>
/// <param name="duration">How long the last attempt ran.</param>
public sealed class FinishedTask<TTask, TResult>(
    TaskId id,
    TTask payload,
    TaskState state,
    TResult? result,
    TaskFailure? failure,
    int attempts,
    TimeSpan duration)
{
    /// <summary>The task.</summary>
    public TaskId Id => id;

    /// <summary>What it worked on.</summary>
    public TTask Payload => payload;

    /// <summary>Succeeded, Failed or Stopped.</summary>
    public TaskState State => state;

    /// <summary>What it returned, if it succeeded.</summary>
    public TResult? Result => result;

    /// <summary>Why it failed, if it did.</summary>
    public TaskFailure? Failure => failure;

    /// <summary>How many attempts it took.</summary>
    public int Attempts => attempts;

    /// <summary>How long the last attempt ran.</summary>
    public TimeSpan Duration => duration;

    /// <summary>The exit code of work that ran elsewhere, if its actuator told one.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>Where the logs of work that ran elsewhere are, if its actuator told that.</summary>
    public string? Logs { get; internal init; }
}
