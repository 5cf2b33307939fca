using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Makes the containers of a host's kinds of tasks, so that one line chooses the storage of all of them.</summary>
public interface ITaskContainerProvider
{
    /// <summary>Makes the container of one kind of task. The host disposes it after the scheduler.</summary>
    /// <param name="definition">The kind of task.</param>
    /// <param name="options">The options of its scheduler; the container uses their clock.</param>
    /// <param name="services">The application's services.</param>
    ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions options,
        IServiceProvider services);
}
