using System.Text.Json.Serialization;

namespace GeneratedScheduler;

/// <summary>A task that was handed to a scheduler, and its result to come.</summary>
/// <typeparam name="TResult">What the task returns; <see cref="NoResult"/> if nothing.</typeparam>
/// <remarks>
/// A handle costs nothing until <see cref="Completion"/> is read, and is safe for use by many threads. A handle of a
/// task in memory keeps that task's outcome alive, also after the container has forgotten the task. <c>default</c> is not a handle of a task: all
/// but <see cref="Id"/> and comparisons throw <see cref="InvalidOperationException"/>.
/// </remarks>
[JsonConverter(typeof(TaskHandleJsonConverter))]
public readonly struct TaskHandle<TResult> : IEquatable<TaskHandle<TResult>>, TaskHandleJsonConverter.IIdentified
{
    private readonly ITaskOutcomeSource<TResult>? _source;
    private readonly ITaskOperations? _operations;

    /// <summary>Makes a handle that asks <paramref name="source"/>; for schedulers and for tests.</summary>
    public TaskHandle(TaskId id, ITaskOutcomeSource<TResult> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Id = id;
        _source = source;
    }

    internal TaskHandle(TaskId id, ITaskOutcomeSource<TResult> source, ITaskOperations operations) : this(id, source) => _operations = operations;

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>
    /// Completes when the task has ended. The process that awaits need not be the one that runs the task.
    /// </summary>
    /// <exception cref="TaskFailedException">The task failed; the exception that it threw is the inner one, if it ran here.</exception>
    /// <exception cref="TaskStoppedException">The task was stopped or deleted.</exception>
    /// <exception cref="TaskDeadlockException">
    /// A task awaits another one of its own kind, and all slots of the scheduler are held by tasks that do. Thrown to one of them, after
    /// <see cref="SchedulerOptions.StatusInterval"/>, if no other process can start what is awaited; otherwise it is a problem that
    /// <see cref="IScheduler.GetStatus"/> and the health check show.
    /// </exception>
    /// <exception cref="UnreadableMemberException">The task succeeded, but this process cannot read its stored result.</exception>
    /// <exception cref="TaskNotFoundException">There is no such task, or no longer.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was closed before it learned of the end.</exception>
    /// <exception cref="InvalidOperationException">The handle is <see langword="default"/>.</exception>
    public Task<TResult> Completion => _source is null ? throw NotATask() : CompleteAsync(this).Observed();

    /// <summary>How the task ended, without an exception for a failed or stopped one; throws what else <see cref="Completion"/> does.</summary>
    public Task<TaskOutcome<TResult>> Outcome => _operations is { } operations ? operations.Guard(Id, Source.WaitAsync(Id)) : Source.WaitAsync(Id);

    private ITaskOutcomeSource<TResult> Source => _source ?? throw NotATask();

    private static InvalidOperationException NotATask() => new(
        $"This TaskHandle<{typeof(TResult).Name}> is default, which is not a handle of a task; take the one that EnqueueAsync returned, or that GetHandle(id) of the scheduler makes.");

    /// <summary>Where the task is in its life now; <see cref="TaskState.Deleted"/> if it is not there.</summary>
    /// <exception cref="NotSupportedException">The handle was not made by a scheduler, and its task has not ended.</exception>
    public async ValueTask<TaskState> GetStateAsync(CancellationToken cancellationToken = default) =>
        (await LookAsync(cancellationToken).ConfigureAwait(false)).State;

    /// <summary>How far the task has come; 1 once it has succeeded, <see langword="null"/> if nothing was reported yet or the task is not there.</summary>
    /// <exception cref="NotSupportedException">The handle was not made by a scheduler, and its task has not ended.</exception>
    public async ValueTask<TaskProgress?> GetProgressAsync(CancellationToken cancellationToken = default) =>
        (await LookAsync(cancellationToken).ConfigureAwait(false)).Progress;

    /// <summary>
    /// Stops the task as <see cref="Scheduler{TTask, TResult}.StopAsync"/> does: a waiting one never starts, a running one is cancelled. Harmless if it has ended.
    /// </summary>
    /// <exception cref="CommandRefusedException">The task is Unstarted; delete it instead.</exception>
    /// <exception cref="NotSupportedException">The handle was not made by a scheduler, and its task has not ended.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    public ValueTask<CommandResult> StopAsync(CancellationToken cancellationToken = default) =>
        _operations is { } operations ? operations.StopAsync(Id, cancellationToken)
        : KnownEnd() is { } end ? ValueTask.FromResult(new CommandResult(Id, CommandOutcome.Refused, end))
        : throw NotOfScheduler();

    private async ValueTask<(TaskState State, TaskProgress? Progress)> LookAsync(CancellationToken cancellationToken)
    {
        if (_operations is { } operations && await operations.FindAsync(Id, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        // A container in memory may have forgotten a task whose end the handle has kept.
        TaskState? end = KnownEnd();
        return end is null && _operations is null ? throw NotOfScheduler()
            : (end ?? TaskState.Deleted, end == TaskState.Succeeded ? new TaskProgress(1) : null);
    }

    // Only from what is in this process: asking a poller would make it poll.
    private TaskState? KnownEnd() => Source switch
    {
        IKnownEnd known => known.End,
        _ when _operations is null && Source.WaitAsync(Id) is { IsCompletedSuccessfully: true } ended => ended.Result.State,
        _ => null,
    };

    private static NotSupportedException NotOfScheduler() =>
        new("The handle was made by a test, so there is no scheduler to ask; only a task that has ended has a state then.");

    /// <summary>A handle of a task that has ended already; for tests of code that enqueues.</summary>
    public static TaskHandle<TResult> FromResult(TResult result) =>
        new(TaskId.New(), new Ended(new TaskOutcome<TResult>(TaskState.Succeeded, result, null)));

    private static async Task<TResult> CompleteAsync(TaskHandle<TResult> handle)
    {
        TaskOutcome<TResult> outcome = await handle.Outcome.ConfigureAwait(false);
        return outcome.State switch
        {
            TaskState.Succeeded => outcome.Result!,
            TaskState.Failed => throw new TaskFailedException(handle.Id, outcome.Failure!),
            _ => throw new TaskStoppedException(handle.Id, outcome.State),
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

/// <summary>Knows the end of a task in this process without asking anybody.</summary>
internal interface IKnownEnd
{
    /// <summary>How the task ended; <see langword="null"/> if it has not, as far as this knows.</summary>
    TaskState? End { get; }
}
