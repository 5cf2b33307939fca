using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Benchmarks.Tasks.Kinds;

/// <summary>A kind of task without its types, so that some of a hundred can be registered and used.</summary>
/// <param name="Table">Where a database keeps its tasks.</param>
/// <param name="AddTo">Registers it, as the emitted <c>Add…Tasks()</c> does.</param>
/// <param name="EnqueueAsync">Adds one run by its scheduler among the services.</param>
internal sealed record Kind(string Table, Action<SchedulerBuilder> AddTo, Func<IServiceProvider, CancellationToken, ValueTask> EnqueueAsync)
{
    public static Kind Of<TScheduler, TTask>(
        TaskDefinition<TTask, NoResult> definition, Func<SchedulerSetup<TTask, NoResult>, TScheduler> create, Func<TTask> createTask)
        where TScheduler : Scheduler<TTask, NoResult> => new(
            definition.Mapper!.Table,
            builder => builder.AddTask(definition, create),
            async (services, cancellationToken) =>
                await services.GetRequiredService<TScheduler>().EnqueueAsync(createTask(), cancellationToken: cancellationToken));
}
