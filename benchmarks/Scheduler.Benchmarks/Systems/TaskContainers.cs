using GeneratedScheduler.Benchmarks.Tasks;
using GeneratedScheduler.Containers;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>The containers that our scheduler is measured with, by the name that <c>--container</c> takes.</summary>
internal static class TaskContainers
{
    public const string Default = "queue";

    private static readonly Dictionary<string, Func<SystemSettings, ITaskContainer<SumTask, int>>> Makers = new()
    {
        // Room for all tasks of a round, which are there before the first one runs; everything else as it comes.
        ["queue"] = static settings => SumScheduler.CreateQueueContainer(new QueueContainerOptions { Capacity = settings.Tasks }),
        ["ordered"] = static _ => SumScheduler.CreateOrderedContainer(),
    };

    public static string[] Names => [.. Makers.Keys];

    public static ITaskContainer<SumTask, int> Create(SystemSettings settings) => Makers[settings.Container](settings);
}
