using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Makes the persisters of a host's kinds of tasks, so that one line says where the outputs of all of them are kept.</summary>
public interface ITaskDataPersisterProvider
{
    /// <summary>Makes the persister of one kind of task that returns something. The host disposes it after the scheduler if it can be disposed.</summary>
    /// <param name="definition">The kind of task.</param>
    /// <param name="options">The options of its scheduler.</param>
    /// <param name="services">The application's services.</param>
    /// <returns>The persister; <see langword="null"/> to leave the outputs of this kind in its container.</returns>
    ITaskDataPersister<TTask, TResult>? Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions options,
        IServiceProvider services);
}
