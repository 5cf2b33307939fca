using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runs;

/// <summary>What an attempt ended with. What becomes of the task then is decided by <see cref="RunTransitions{TTask, TResult}"/>.</summary>
internal readonly record struct RunResult<TResult>
{
    // Deeper causes are not looked at; an exception may even be made to contain itself.
    private const int MaxDepth = 20;

    private RunResult(TaskEvent happening) => Event = happening;

    /// <summary>Succeed, Fail (which may become a retry), Defer, Release or Stop.</summary>
    public TaskEvent Event { get; }

    public TResult? Result { get; private init; }

    public TaskFailure? Failure { get; private init; }

    /// <summary>The failure is final, whatever attempts are left.</summary>
    public bool DoNotRetry { get; private init; }

    /// <summary>How long to wait: asked for by the task's code (Fail, Defer); <see langword="null"/> leaves it to the policy.</summary>
    public TimeSpan? Delay { get; private init; }

    public static RunResult<TResult> Released { get; } = new(TaskEvent.Release);

    public static RunResult<TResult> Stopped { get; } = new(TaskEvent.Stop);

    public static RunResult<TResult> Succeeded(TResult? result) => new(TaskEvent.Succeed) { Result = result };

    public static RunResult<TResult> Deferred(TimeSpan delay) => new(TaskEvent.Defer) { Delay = delay };

    public static RunResult<TResult> Failed(TaskFailure failure, bool doNotRetry = false, TimeSpan? delay = null) =>
        new(TaskEvent.Fail) { Failure = failure.Shortened(), DoNotRetry = doNotRetry, Delay = delay };

    /// <summary>The container cannot store what the task returned; running it again would change nothing.</summary>
    public static RunResult<TResult> Unstorable(string problem) =>
        Failed(new TaskFailure(TaskFailureReason.Export, problem, typeof(InvalidTaskException).FullName), doNotRetry: true);

    /// <summary>The answer of an actuator that has done the work, or does not do it now.</summary>
    public static RunResult<TResult> Of(in StartResult<TResult> answer) =>
        answer.Kind == StartKind.Deferred ? Deferred(answer.Delay) : Succeeded(answer.Result);

    /// <summary>What an exception out of the task's code or its actuator means.</summary>
    /// <remarks>
    /// Code that was cancelled by the close says so in many words: wrapped by <c>Wait</c>, <c>Result</c> or <c>Parallel.For</c>, translated by a
    /// driver, or as the failure of what it was in the middle of. A close must not cost an attempt, so after that every exception gives
    /// the task back, unless the code says on purpose what is to become of it, and that not because it was cancelled.
    /// </remarks>
    public static RunResult<TResult> FromException(Exception exception, EndReason reason) => exception switch
    {
        DeferTaskException defer => Deferred(defer.Delay),
        _ when reason == EndReason.Shutdown && (exception is not DoNotRetryException || IsCancellation(exception, depth: 0)) => Released,
        DoNotRetryException => Failed(TaskFailure.FromException(exception), doNotRetry: true),
        ActuatorUnreachableException => Failed(TaskFailure.FromException(exception, TaskFailureReason.Unreachable)),
        RetryAfterException retry => Failed(TaskFailure.FromException(exception), delay: retry.Delay),
        _ => Failed(TaskFailure.FromException(exception)),
    };

    private static bool IsCancellation(Exception exception, int depth) => exception switch
    {
        OperationCanceledException => true,
        _ when depth == MaxDepth => false,
        AggregateException aggregate => aggregate.InnerExceptions.Any(inner => IsCancellation(inner, depth + 1)),
        _ => exception.InnerException is { } inner && IsCancellation(inner, depth + 1),
    };
}
