using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>What the command line of <c>drain</c> asks for.</summary>
internal sealed record DrainSettings
{
    public required string Container { get; init; }

    public required int Tasks { get; init; }

    public required int PeerTasks { get; init; }

    public required int Concurrency { get; init; }

    public required int Batch { get; init; }

    public required int Rounds { get; init; }

    public required int Warmups { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required bool Peers { get; init; }

    public IReadOnlyList<ITaskSystemFactory> Systems => Peers ? [TaskSystems.Ours, .. TaskSystems.MemoryPeers] : [TaskSystems.Ours];

    public SystemSettings For(ITaskSystemFactory system) =>
        new(Container, system.IsCapped ? Math.Min(Tasks, PeerTasks) : Tasks, Concurrency, Batch);
}
