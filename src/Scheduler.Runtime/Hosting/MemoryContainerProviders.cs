using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Hosting;

/// <summary>A queue in memory for each kind of task.</summary>
internal sealed class QueueContainerProvider(QueueContainerOptions? options) : ITaskContainerProvider
{
    public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions schedulerOptions,
        IServiceProvider services) =>
        new QueueTaskContainer<TTask, TResult>(options ?? new QueueContainerOptions { TimeProvider = schedulerOptions.TimeProvider });
}

/// <summary>An ordered map in memory for each kind of task.</summary>
internal sealed class OrderedContainerProvider(OrderedContainerOptions? options) : ITaskContainerProvider
{
    public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions schedulerOptions,
        IServiceProvider services) =>
        new OrderedTaskContainer<TTask, TResult>(options ?? new OrderedContainerOptions { TimeProvider = schedulerOptions.TimeProvider });
}
