namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>All systems that are compared.</summary>
internal static class TaskSystems
{
    public static ITaskSystemFactory Ours { get; } = new GeneratedSchedulerSystem.Factory();

    /// <summary>What one process without any state could do at best.</summary>
    private static readonly ITaskSystemFactory Floor = new ChannelSystem.Factory();

    private static readonly ITaskSystemFactory[] InMemory = [Floor, new HangfireSystem.Factory(), new QuartzSystem.Factory()];

    private static readonly ITaskSystemFactory[] InPostgreSql = [new HangfireSystem.PostgreSqlFactory()];

    /// <summary>Peers in this process that keep tasks where a container of this name does.</summary>
    public static IReadOnlyList<ITaskSystemFactory> PeersOf(string container) =>
        PostgreSqlServer.Keeps(container) ? InPostgreSql
        : DurableStores.Names.Any(name => container.EndsWith(name, StringComparison.Ordinal)) ? []
        : InMemory;
}
