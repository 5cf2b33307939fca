using GeneratedScheduler.Loops;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>One kind of task as a view shows and changes it, without its types.</summary>
internal interface IViewedKind
{
    /// <summary>The name of the kind of task.</summary>
    string Name { get; }

    /// <summary>Where its tasks are kept.</summary>
    ITaskStore Store { get; }

    /// <summary>What this process runs of the store.</summary>
    ProcessPresence Presence { get; }

    /// <summary>Sees to it that there is a place for its tasks in the store.</summary>
    ValueTask EnsureStoredAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ITaskContainer{TTask, TResult}.ListAsync"/>
    ValueTask<RowPage> ListAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>Reads a task with its payload and its result, also one that a persister keeps; <see langword="null"/> if it is not there.</summary>
    ValueTask<TaskRow?> GetAsync(TaskId id, CancellationToken cancellationToken);

    /// <inheritdoc cref="ITaskContainer.CountAsync"/>
    ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ITaskContainer.GetLongestWaitAsync"/>
    ValueTask<TimeSpan?> GetLongestWaitAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ITaskContainer.GetUtcNowAsync"/>
    ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken);

    /// <summary>Starts, stops, restarts or deletes tasks as a user of the scheduler would: runs here end at once, and outputs go with their tasks.</summary>
    ValueTask<CommandResult[]> ExecuteAsync(TaskCommand command, TaskId[] ids, CancellationToken cancellationToken);
}

/// <summary>One page of rows.</summary>
/// <param name="Rows">The tasks.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> after the last one.</param>
/// <param name="CursorBehind">Gives the cursor behind a row; <see langword="null"/> if the container cannot say.</param>
internal readonly record struct RowPage(IReadOnlyList<TaskRow> Rows, string? NextCursor, Func<int, string>? CursorBehind);
