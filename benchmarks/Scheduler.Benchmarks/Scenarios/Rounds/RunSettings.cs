using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>What the command line of a scenario asks for.</summary>
internal sealed record RunSettings
{
    public required string Container { get; init; }

    public required int Tasks { get; init; }

    public required int PeerTasks { get; init; }

    public required int Concurrency { get; init; }

    public required int Batch { get; init; }

    /// <summary>How many tasks may wait at once, where tasks are added while others run.</summary>
    public required int Backlog { get; init; }

    public required int Rounds { get; init; }

    public required int Warmups { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required bool Peers { get; init; }

    /// <summary>The systems of this process that are measured; the first one is ours.</summary>
    public IReadOnlyList<ITaskSystemFactory> Systems => Peers ? [TaskSystems.Ours, .. TaskSystems.PeersOf(Container)] : [TaskSystems.Ours];

    public SystemSettings For(ITaskSystemFactory system) => new(Container, system.IsCapped ? Math.Min(Tasks, PeerTasks) : Tasks, Concurrency, Batch);
}
