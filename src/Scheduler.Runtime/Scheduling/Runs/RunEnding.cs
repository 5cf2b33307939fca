namespace GeneratedScheduler.Scheduling;

/// <summary>How a run ended, before the retry policy has spoken.</summary>
internal readonly record struct RunEnding<TResult>
{
    private RunEnding(TaskEvent happening) => Event = happening;

    /// <summary>Succeed, Fail (which may become a retry), Defer, Release or Stop.</summary>
    public TaskEvent Event { get; }

    public TResult? Result { get; private init; }

    public TaskFailure? Failure { get; private init; }

    /// <summary>The failure is final, whatever attempts are left.</summary>
    public bool DoNotRetry { get; private init; }

    /// <summary>How long to wait: asked for by the task's code (Fail, Defer); <see langword="null"/> leaves it to the policy.</summary>
    public TimeSpan? Delay { get; private init; }

    public static RunEnding<TResult> Released { get; } = new(TaskEvent.Release);

    public static RunEnding<TResult> Stopped { get; } = new(TaskEvent.Stop);

    public static RunEnding<TResult> Succeeded(TResult? result) => new(TaskEvent.Succeed) { Result = result };

    public static RunEnding<TResult> Deferred(TimeSpan delay) => new(TaskEvent.Defer) { Delay = delay };

    public static RunEnding<TResult> Failed(TaskFailure failure, bool doNotRetry = false, TimeSpan? delay = null) =>
        new(TaskEvent.Fail) { Failure = failure, DoNotRetry = doNotRetry, Delay = delay };

    /// <summary>The container cannot store what the task returned; running it again would change nothing.</summary>
    public static RunEnding<TResult> Unstorable(string problem) =>
        Failed(new TaskFailure(TaskFailureReason.Export, problem, typeof(InvalidTaskException).FullName), doNotRetry: true);

    /// <summary>What an exception out of the task's code or its actuator means.</summary>
    public static RunEnding<TResult> FromException(Exception exception, EndReason reason) => exception switch
    {
        OperationCanceledException when reason == EndReason.Shutdown => Released,
        DeferTaskException defer => Deferred(defer.Delay),
        DoNotRetryException => Failed(TaskFailure.FromException(exception), doNotRetry: true),
        RetryAfterException retry => Failed(TaskFailure.FromException(exception), delay: retry.Delay),
        _ => Failed(TaskFailure.FromException(exception)),
    };
}
