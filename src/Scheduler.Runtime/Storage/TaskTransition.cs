namespace GeneratedScheduler.Storage;

/// <summary>A move of a claimed task, made only if the claim still holds.</summary>
/// <typeparam name="TResult">What the task returns.</typeparam>
public readonly struct TaskTransition<TResult>
{
    private TaskTransition(TaskId id, long claimToken, TaskEvent happening) =>
        (Id, ClaimToken, Event) = (id, claimToken, happening);

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>The claim under which the move is made.</summary>
    public long ClaimToken { get; }

    /// <summary>What happens: Report, Export, Succeed, Fail, Retry, Defer, Release or Stop.</summary>
    public TaskEvent Event { get; }

    /// <summary>What the task returned (Succeed).</summary>
    public TResult? Result { get; private init; }

    /// <summary>Why the attempt failed (Fail, Retry).</summary>
    public TaskFailure? Failure { get; private init; }

    /// <summary>How long the task waits before it is due again (Retry, Defer).</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>How far the run has come (Report).</summary>
    public TaskProgress? Progress { get; private init; }

    /// <summary>Where the work really runs (Report).</summary>
    public TaskRunHandle? Handle { get; private init; }

    /// <summary>The run tells of its progress, of where its work runs, or of both; what is <see langword="null"/> stays.</summary>
    public static TaskTransition<TResult> Report(TaskId id, long claimToken, TaskProgress? progress, TaskRunHandle? handle) =>
        new(id, claimToken, TaskEvent.Report) { Progress = progress, Handle = handle };

    /// <summary>The output is about to be saved by a persister.</summary>
    public static TaskTransition<TResult> Export(TaskId id, long claimToken) => new(id, claimToken, TaskEvent.Export);

    /// <summary>The task is done; the result is stored with it.</summary>
    public static TaskTransition<TResult> Succeed(TaskId id, long claimToken, TResult? result) =>
        new(id, claimToken, TaskEvent.Succeed) { Result = result };

    /// <summary>The task has failed for good.</summary>
    public static TaskTransition<TResult> Fail(TaskId id, long claimToken, TaskFailure failure) =>
        new(id, claimToken, TaskEvent.Fail) { Failure = failure };

    /// <summary>The attempt failed; the next one is due after <paramref name="delay"/>.</summary>
    public static TaskTransition<TResult> Retry(TaskId id, long claimToken, TaskFailure failure, TimeSpan delay) =>
        new(id, claimToken, TaskEvent.Retry) { Failure = failure, Delay = delay };

    /// <summary>The task runs again after <paramref name="delay"/>; the attempt does not count.</summary>
    public static TaskTransition<TResult> Defer(TaskId id, long claimToken, TimeSpan delay) =>
        new(id, claimToken, TaskEvent.Defer) { Delay = delay };

    /// <summary>The task is given back and due at once, with its handle if it has one; the attempt does not count.</summary>
    public static TaskTransition<TResult> Release(TaskId id, long claimToken) => new(id, claimToken, TaskEvent.Release);

    /// <summary>The task has followed a request to stop.</summary>
    public static TaskTransition<TResult> Stop(TaskId id, long claimToken) => new(id, claimToken, TaskEvent.Stop);
}
