using System.Text.Json.Serialization;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler;

/// <summary>A task that was handed to a scheduler, and its result to come.</summary>
/// <typeparam name="TResult">What the task returns; <see cref="NoResult"/> if nothing.</typeparam>
/// <remarks>
/// A handle costs nothing until <see cref="Completion"/> is read, and is safe for use by many threads. A handle of a
/// task in memory keeps that task's outcome alive, also after the container has forgotten the task.
/// </remarks>
[JsonConverter(typeof(TaskHandleJsonConverter))]
public readonly struct TaskHandle<TResult> : IEquatable<TaskHandle<TResult>>, TaskHandleJsonConverter.IIdentified
{
    private readonly ITaskOutcomeSource<TResult>? _source;

    /// <summary>Makes a handle that asks <paramref name="source"/>; for schedulers and for tests.</summary>
    public TaskHandle(TaskId id, ITaskOutcomeSource<TResult> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Id = id;
        _source = source;
    }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>
    /// Completes when the task has ended. The process that awaits need not be the one that runs the task.
    /// </summary>
    /// <exception cref="TaskFailedException">The task failed; the exception that it threw is the inner one, if it ran here.</exception>
    /// <exception cref="TaskStoppedException">The task was stopped or deleted.</exception>
    /// <exception cref="UnreadableMemberException">The task succeeded, but this process cannot read its stored result.</exception>
    /// <exception cref="TaskNotFoundException">There is no such task, or no longer.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was closed before it learned of the end.</exception>
    /// <exception cref="InvalidOperationException">The handle is <see langword="default"/>.</exception>
    public Task<TResult> Completion => CompleteAsync(Id, Source).Observed();

    /// <summary>How the task ended, without an exception for a failed or stopped one; throws what else <see cref="Completion"/> does.</summary>
    public Task<TaskOutcome<TResult>> Outcome => Source.WaitAsync(Id);

    private ITaskOutcomeSource<TResult> Source => _source
        ?? throw new InvalidOperationException("The handle is the default value, which stands for no task; take handles from EnqueueAsync or GetHandle.");

    /// <summary>A handle of a task that has ended already; for tests of code that enqueues.</summary>
    public static TaskHandle<TResult> FromResult(TResult result) =>
        new(TaskId.New(), new Ended(new TaskOutcome<TResult>(TaskState.Succeeded, result, null)));

    private static async Task<TResult> CompleteAsync(TaskId id, ITaskOutcomeSource<TResult> source)
    {
        TaskOutcome<TResult> outcome = await source.WaitAsync(id).ConfigureAwait(false);
        return outcome.State switch
        {
            TaskState.Succeeded => outcome.Result!,
            TaskState.Failed => throw new TaskFailedException(id, outcome.Failure!),
            _ => throw new TaskStoppedException(id, outcome.State),
        };
    }

    /// <inheritdoc/>
    public bool Equals(TaskHandle<TResult> other) => Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskHandle<TResult> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Whether both are handles of the same task.</summary>
    public static bool operator ==(TaskHandle<TResult> left, TaskHandle<TResult> right) => left.Equals(right);

    /// <summary>Whether the handles are of different tasks.</summary>
    public static bool operator !=(TaskHandle<TResult> left, TaskHandle<TResult> right) => !left.Equals(right);

    private sealed class Ended(TaskOutcome<TResult> outcome) : ITaskOutcomeSource<TResult>
    {
        public Task<TaskOutcome<TResult>> WaitAsync(TaskId id) => Task.FromResult(outcome);
    }
}
