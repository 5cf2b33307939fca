using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Diagnostics;

/// <summary>Every message that the runtime logs. Event ids are never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{TaskName}: started as {Claimant}, at most {Concurrency} at once")]
    public static partial void SchedulerStarted(this ILogger logger, string taskName, ClaimantId claimant, int concurrency);

    [LoggerMessage(2, LogLevel.Information, "{TaskName}: closed; {GivenBack} tasks were still running when its shutdown timeout had passed")]
    public static partial void SchedulerClosed(this ILogger logger, string taskName, int givenBack);

    [LoggerMessage(3, LogLevel.Error, "{TaskName}: {Activity} fails; it is tried again, and this is logged once until it changes")]
    public static partial void LoopFailing(this ILogger logger, Exception exception, string taskName, string activity);

    [LoggerMessage(4, LogLevel.Information, "{TaskName}: {Activity} works again after {Failures} failures")]
    public static partial void LoopRecovered(this ILogger logger, string taskName, string activity, int failures);

    [LoggerMessage(5, LogLevel.Error, "{TaskName}: {Count} ends of runs could not be written while their leases held; the tasks will be rescued and may run again")]
    public static partial void AcknowledgementGivenUp(this ILogger logger, string taskName, int count);

    [LoggerMessage(6, LogLevel.Warning, "{TaskName} {TaskId}: attempt {Attempt} of {MaxAttempts} failed ({Reason}); the next one is due in {Delay}")]
    public static partial void AttemptFailed(
        this ILogger logger, Exception? exception, string taskName, TaskId taskId, int attempt, int maxAttempts, TaskFailureReason reason, TimeSpan delay);

    [LoggerMessage(7, LogLevel.Error, "{TaskName} {TaskId}: failed after {Attempt} attempts ({Reason}): {Message}")]
    public static partial void TaskFailed(
        this ILogger logger, Exception? exception, string taskName, TaskId taskId, int attempt, TaskFailureReason reason, string message);

    [LoggerMessage(8, LogLevel.Warning, "{TaskName} {TaskId}: the end of attempt {Attempt} was refused, because the claim was lost; whoever has the task now decides")]
    public static partial void ClaimLost(this ILogger logger, string taskName, TaskId taskId, int attempt);

    [LoggerMessage(9, LogLevel.Warning, "{TaskName} {TaskId}: attempt {Attempt} was told to end ({Reason}), and its code goes on; it keeps its slot until it returns")]
    public static partial void RunOverdue(this ILogger logger, string taskName, TaskId taskId, int attempt, string reason);

    [LoggerMessage(10, LogLevel.Error, "{TaskName} {TaskId}: the actuator could not stop the run; the work may go on elsewhere")]
    public static partial void ActuatorStopFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId);

    [LoggerMessage(11, LogLevel.Error, "{TaskName} {TaskId}: what was half saved of the output could not be removed")]
    public static partial void OutputCleanupFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId);

    [LoggerMessage(12, LogLevel.Error, "Disposing the services of a run failed")]
    public static partial void ServicesDisposeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "{TaskName} {TaskId}: the retry policy threw; the task fails")]
    public static partial void RetryPolicyFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId);

    [LoggerMessage(14, LogLevel.Debug, "{TaskName}: a callback for {TaskId} under claim {ClaimToken} belongs to no run and is ignored")]
    public static partial void CallbackIgnored(this ILogger logger, string taskName, TaskId taskId, long claimToken);

    [LoggerMessage(15, LogLevel.Warning, "{TaskName}: the lease on {Count} running tasks was lost; they are cancelled here")]
    public static partial void LeasesLost(this ILogger logger, string taskName, int count);

    [LoggerMessage(16, LogLevel.Warning, "{TaskName}: {Rescued} tasks of lost schedulers wait again, {Failed} failed after too many losses, {Stopped} were stopped")]
    public static partial void TasksRescued(this ILogger logger, string taskName, int rescued, int failed, int stopped);

    [LoggerMessage(19, LogLevel.Warning, "{TaskName} {TaskId}: code that the task had registered on its cancellation token threw")]
    public static partial void CancellationCallbackFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId);

    [LoggerMessage(18, LogLevel.Warning, "{TaskName} {TaskId}: try {Tries} to fetch the output failed")]
    public static partial void OutputFetchFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId, int tries);

    [LoggerMessage(20, LogLevel.Error, "{TaskName} {TaskId}: {Event} cannot be stored")]
    public static partial void MoveCannotBeStored(this ILogger logger, Exception exception, string taskName, TaskId taskId, TaskEvent @event);

    [LoggerMessage(17, LogLevel.Critical, "{TaskName} {TaskId}: the run failed outside of the task's own code; the attempt fails")]
    public static partial void WorkerFailed(this ILogger logger, Exception exception, string taskName, TaskId taskId);

    [LoggerMessage(21, LogLevel.Error, "{TaskName}: {Activity} failed")]
    public static partial void BackgroundWorkFailed(this ILogger logger, Exception exception, string taskName, string activity);

    [LoggerMessage(22, LogLevel.Error, "{TaskName} {TaskId}: the services of the run were not disposed within {StopTimeout}; the end of the run is written without waiting longer")]
    public static partial void ServicesDisposeOverdue(this ILogger logger, string taskName, TaskId taskId, TimeSpan stopTimeout);

    [LoggerMessage(23, LogLevel.Error, "{TaskName} {TaskId}: the end of the run could not be written because of an exception; the task will be rescued")]
    public static partial void EndNotWritten(this ILogger logger, Exception exception, string taskName, TaskId taskId);
}
