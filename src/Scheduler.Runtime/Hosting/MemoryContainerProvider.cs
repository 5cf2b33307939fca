using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Hosting;

/// <summary>A container in memory for each kind of task.</summary>
internal sealed class MemoryContainerProvider(TaskOrder order, MemoryContainerOptions? options) : ITaskContainerProvider
{
    private readonly MemoryContainerOptions _options = options ?? new MemoryContainerOptions();

    public ITaskContainer<TTask, TResult> Create<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        SchedulerOptions schedulerOptions,
        IServiceProvider services) =>
        new MemoryTaskContainer<TTask, TResult>(_options.With(order, Clocks.Choose(_options.TimeProvider, schedulerOptions.TimeProvider)));
}

/// <summary>One clock for a scheduler and its container.</summary>
internal static class Clocks
{
    /// <summary>The scheduler's clock, unless the container's options name one of their own.</summary>
    public static TimeProvider Choose(TimeProvider container, TimeProvider scheduler) =>
        ReferenceEquals(container, TimeProvider.System) ? scheduler : container;
}
