namespace GeneratedScheduler;

/// <summary>Why an attempt or a task failed.</summary>
public enum TaskFailureReason
{
    /// <summary>The task's code threw an exception.</summary>
    Exception = 0,

    /// <summary>The attempt ran longer than its timeout.</summary>
    Timeout = 1,

    /// <summary>The lease ran out too often: each scheduler that ran the task was lost.</summary>
    Lost = 2,

    /// <summary>The work that runs elsewhere reported a failure, or is no longer there.</summary>
    Actuator = 3,

    /// <summary>The output could not be saved.</summary>
    Export = 4,

    /// <summary>The stored payload could not be read.</summary>
    Unreadable = 5,

    /// <summary>
    /// For longer than <see cref="SchedulerOptions.UnknownLimit"/> nothing could be learned about work that runs elsewhere.
    /// </summary>
    Unreachable = 6,
}

/// <summary>What is kept of a failure: plain text, so that it can be stored and shown anywhere. Immutable.</summary>
/// <param name="reason">Why the attempt failed.</param>
/// <param name="message">What went wrong, for people.</param>
/// <param name="errorType">The full name of the exception's type, if there was an exception.</param>
/// <param name="stackTrace">Where the exception came from, if there was one.</param>
public sealed class TaskFailure(TaskFailureReason reason, string message, string? errorType = null, string? stackTrace = null)
{
    /// <summary>Why the attempt failed.</summary>
    public TaskFailureReason Reason => reason;

    /// <summary>What went wrong, for people.</summary>
    public string Message => message;

    /// <summary>The full name of the exception's type, if there was an exception.</summary>
    public string? ErrorType => errorType;

    /// <summary>Where the exception came from, if there was one.</summary>
    public string? StackTrace => stackTrace;

    /// <summary>The exception itself, while the failure has not left the process that saw it; never stored.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>The exit code of the process or container that failed, if its actuator told one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Where the logs of the run are, if its actuator told that.</summary>
    public string? Logs { get; init; }

    /// <summary>
    /// Describes an exception. Texts of more than 65,536 characters are cut and say so; a member of the exception that throws itself is replaced
    /// by a text that tells that.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="reason">Where it was thrown from.</param>
    public static TaskFailure FromException(Exception exception, TaskFailureReason reason = TaskFailureReason.Exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new TaskFailure(
            reason, ExceptionText.MessageOf(exception), ExceptionText.Cut(exception.GetType().FullName), ExceptionText.StackTraceOf(exception))
        {
            Exception = exception,
        };
    }

    /// <summary>The failure with texts of a length that every container can keep; it may come from an actuator, with texts of any length.</summary>
    internal TaskFailure Shortened() =>
        Message is { Length: <= ExceptionText.MaxLength }
        && ErrorType is not { Length: > ExceptionText.MaxLength }
        && StackTrace is not { Length: > ExceptionText.MaxLength }
        && Logs is not { Length: > ExceptionText.MaxLength }
            ? this
            : new TaskFailure(Reason, ExceptionText.Cut(Message) ?? "", ExceptionText.Cut(ErrorType), ExceptionText.Cut(StackTrace))
            {
                Exception = Exception,
                ExitCode = ExitCode,
                Logs = ExceptionText.Cut(Logs),
            };

    /// <summary>The same failure in other words.</summary>
    internal TaskFailure WithTexts(string message, string? errorType, string? stackTrace) => new(Reason, message, errorType, stackTrace)
    {
        Exception = Exception,
        ExitCode = ExitCode,
        Logs = Logs,
    };

    /// <summary>The reason and the message.</summary>
    public override string ToString() => $"{Reason}: {Message}";

    /// <summary>Whether the stored parts are equal; <see cref="Exception"/> does not count.</summary>
    public override bool Equals(object? obj) => obj is TaskFailure other
        && Reason == other.Reason
        && Message == other.Message
        && ErrorType == other.ErrorType
        && StackTrace == other.StackTrace
        && ExitCode == other.ExitCode
        && Logs == other.Logs;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reason, Message, ErrorType, StackTrace, ExitCode, Logs);
}
