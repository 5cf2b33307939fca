namespace GeneratedScheduler;

/// <summary>How a task ended.</summary>
/// <typeparam name="TResult">What the task returns.</typeparam>
/// <param name="state">Succeeded, Failed, Stopped or Deleted.</param>
/// <param name="result">What it returned, if it succeeded.</param>
/// <param name="failure">Why it failed, if it did.</param>
public readonly struct TaskOutcome<TResult>(TaskState state, TResult? result, TaskFailure? failure)
{
    /// <summary>Succeeded, Failed, Stopped or Deleted.</summary>
    public TaskState State { get; } = state;

    /// <summary>What it returned; <see langword="default"/> unless it succeeded.</summary>
    public TResult? Result { get; } = result;

    /// <summary>Why it failed; <see langword="null"/> unless it did.</summary>
    public TaskFailure? Failure { get; } = failure;
}

/// <summary>Tells how tasks end.</summary>
/// <typeparam name="TResult">What the tasks return.</typeparam>
public interface ITaskOutcomeSource<TResult>
{
    /// <summary>Waits until the task has ended; completes at once if it has.</summary>
    /// <param name="id">The task. A source that stands for one task ignores it.</param>
    Task<TaskOutcome<TResult>> WaitAsync(TaskId id);
}
