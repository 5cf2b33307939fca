namespace GeneratedScheduler;

/// <summary>A task that this scheduler brought to its end.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What the task returns.</typeparam>
/// <param name="Id">The task.</param>
/// <param name="Payload">What it worked on.</param>
/// <param name="State">Succeeded, Failed or Stopped.</param>
/// <param name="Result">What it returned, if it succeeded.</param>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Attempts">How many attempts it took.</param>
/// <param name="Duration">How long the last attempt ran.</param>
public sealed record FinishedTask<TTask, TResult>(
    TaskId Id,
    TTask Payload,
    TaskState State,
    TResult? Result,
    TaskFailure? Failure,
    int Attempts,
    TimeSpan Duration)
{
    /// <summary>The exit code of work that ran elsewhere, if its actuator told one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Where the logs of work that ran elsewhere are, if its actuator told that.</summary>
    public string? Logs { get; init; }
}
