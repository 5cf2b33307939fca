using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>The stores that our scheduler is measured with, by the name that <c>--container</c> takes.</summary>
internal static class TaskContainers
{
    public const string Default = "queue";

    private const string CombinationPrefix = "combination-";

    private static readonly Dictionary<string, Func<SystemSettings, ITaskStore>> MemoryMakers = new()
    {
        // Room for all tasks of a round, which are there before the first one runs; everything else as it comes.
        ["queue"] = static settings => Memory(TaskOrder.Queue, settings),
        ["ordered"] = static settings => Memory(TaskOrder.Priority, settings),
    };

    public static string[] Names =>
    [
        .. MemoryMakers.Keys, .. DurableStores.Names, .. DurableStores.Names.Select(static name => CombinationPrefix + name),
    ];

    /// <summary>The database of a combination; <see langword="null"/> if the container is none.</summary>
    public static string? BehindMemory(string container) =>
        container.StartsWith(CombinationPrefix, StringComparison.Ordinal) ? container[CombinationPrefix.Length..] : null;

    /// <summary>Makes an empty store; one in a database removes what an earlier round left there.</summary>
    public static async ValueTask<ITaskStore> CreateAsync(SystemSettings settings)
    {
        if (MemoryMakers.TryGetValue(settings.Container, out Func<SystemSettings, ITaskStore>? make))
        {
            return make(settings);
        }

        string? behind = BehindMemory(settings.Container);
        ITaskStore durable = await DurableStores.CreateAsync(behind ?? settings.Container);
        return behind is not null ? new CombinedStore(durable) : durable;
    }

    private static MemoryStore Memory(TaskOrder order, SystemSettings settings) =>
        new(new MemoryContainerOptions { Order = order, Capacity = settings.Tasks });
}
