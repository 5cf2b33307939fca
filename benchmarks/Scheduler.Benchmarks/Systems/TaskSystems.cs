namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>All systems that are compared.</summary>
internal static class TaskSystems
{
    public static ITaskSystemFactory Ours { get; } = new GeneratedSchedulerSystem.Factory();

    /// <summary>What one process without any state could do at best.</summary>
    public static ITaskSystemFactory Floor { get; } = new ChannelSystem.Factory();

    /// <summary>Peers that keep tasks in memory.</summary>
    public static IReadOnlyList<ITaskSystemFactory> MemoryPeers { get; } =
        [Floor, new HangfireSystem.Factory(), new QuartzSystem.Factory()];
}
