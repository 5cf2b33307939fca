namespace GeneratedScheduler;

/// <summary>How a task ended.</summary>
/// <typeparam name="TResult">What the task returns.</typeparam>
/// <param name="State">Succeeded, Failed, Stopped or Deleted.</param>
/// <param name="Result">What it returned; <see langword="default"/> unless it succeeded.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> unless it did.</param>
public readonly record struct TaskOutcome<TResult>(TaskState State, TResult? Result, TaskFailure? Failure);

/// <summary>Tells how tasks end.</summary>
/// <typeparam name="TResult">What the tasks return.</typeparam>
public interface ITaskOutcomeSource<TResult>
{
    /// <summary>Waits until the task has ended; completes at once if it has.</summary>
    /// <param name="id">The task. A source that stands for one task ignores it.</param>
    Task<TaskOutcome<TResult>> WaitAsync(TaskId id);
}
