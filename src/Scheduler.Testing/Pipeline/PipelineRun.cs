namespace GeneratedScheduler.Testing;

/// <summary>What became of one task that <see cref="TaskPipeline"/> ran. Immutable.</summary>
/// <typeparam name="TResult">What the task returns.</typeparam>
public sealed class PipelineRun<TResult>
{
    /// <summary>The task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>How the task ended.</summary>
    public required TaskOutcome<TResult> Outcome { get; init; }

    /// <summary>Every attempt, in its order; also those that do not count, such as one that asked to be run later.</summary>
    public required IReadOnlyList<PipelineAttempt> Attempts { get; init; }

    /// <summary>
    /// Everything that the task reported, in its order, over all attempts. Of work that runs elsewhere, what its scheduler has learned of it.
    /// </summary>
    public required IReadOnlyList<TaskProgress> Progress { get; init; }

    /// <summary>How long it took from enqueuing to the end, by the clock of the run: the delay and the pauses between attempts.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The state in which the task ended.</summary>
    public TaskState State => Outcome.State;

    /// <summary>What it returned; <see langword="default"/> unless it succeeded.</summary>
    public TResult? Result => Outcome.Result;

    /// <summary>Why it failed; <see langword="null"/> unless it did.</summary>
    public TaskFailure? Failure => Outcome.Failure;
}

/// <summary>One attempt of a task. Immutable.</summary>
public sealed class PipelineAttempt
{
    /// <summary>Which attempt it was, as the task saw it; the first is 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it began, by the clock of the run.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it ended: Succeed, Fail, Retry, Defer, Release or Stop.</summary>
    public required TaskEvent End { get; init; }

    /// <summary>Why it failed; <see langword="null"/> if it did not.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>How long the task waits for the next attempt; <see langword="null"/> if none follows.</summary>
    public TimeSpan? Delay { get; init; }
}
