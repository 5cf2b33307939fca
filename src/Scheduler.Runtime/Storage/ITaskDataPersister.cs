namespace GeneratedScheduler.Storage;

/// <summary>Keeps the outputs of tasks somewhere else than in their container.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// Called concurrently for different tasks. A task is Succeeded only after its output was saved. A save that throws fails
/// the attempt, and <see cref="DeleteAsync"/> is then called to remove what was half saved. A save may be repeated for
/// one task (a new attempt after a lost lease) and then replaces the earlier output.
/// </remarks>
public interface ITaskDataPersister<TTask, TResult>
{
    /// <summary>
    /// Makes ready what outputs are kept in, such as a table. Called before the first task is added or claimed, and again until it succeeds; a
    /// failure is shown as one of the container's own start is.
    /// </summary>
    ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Saves the output of a run, as a whole.</summary>
    ValueTask SaveAsync(TaskId id, TTask task, TResult output, CancellationToken cancellationToken);

    /// <summary>Reads the output of a task that has succeeded.</summary>
    /// <exception cref="TaskNotFoundException">Nothing is saved for the task.</exception>
    ValueTask<TResult> LoadAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Removes the output of a task; does nothing if there is none.</summary>
    ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken);
}
