using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Hosting;

/// <summary>A queue in memory for each kind of task.</summary>
internal sealed class QueueContainerProvider(QueueContainerOptions? options) : ITaskContainerProvider
{
    public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions schedulerOptions,
        IServiceProvider services) =>
        new QueueTaskContainer<TTask, TResult>(options is null ? new() { TimeProvider = schedulerOptions.TimeProvider } : new()
        {
            Capacity = options.Capacity,
            AddTimeout = options.AddTimeout,
            KeepFinished = options.KeepFinished,
            TimeProvider = Clocks.Choose(options.TimeProvider, schedulerOptions.TimeProvider),
        });
}

/// <summary>An ordered map in memory for each kind of task.</summary>
internal sealed class OrderedContainerProvider(OrderedContainerOptions? options) : ITaskContainerProvider
{
    public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions schedulerOptions,
        IServiceProvider services) =>
        new OrderedTaskContainer<TTask, TResult>(options is null ? new() { TimeProvider = schedulerOptions.TimeProvider } : new()
        {
            Capacity = options.Capacity,
            AddTimeout = options.AddTimeout,
            KeepFinished = options.KeepFinished,
            TimeProvider = Clocks.Choose(options.TimeProvider, schedulerOptions.TimeProvider),
        });
}

/// <summary>One clock for a scheduler and its container.</summary>
internal static class Clocks
{
    /// <summary>The scheduler's clock, unless the container's options name one of their own.</summary>
    public static TimeProvider Choose(TimeProvider container, TimeProvider scheduler) =>
        ReferenceEquals(container, TimeProvider.System) ? scheduler : container;
}
