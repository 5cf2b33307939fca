using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>What is compared while it is idle.</summary>
internal static class IdleSystems
{
    /// <summary>The floor: a host without a scheduler.</summary>
    public const string EmptyHost = "empty-host";

    public static string Ours => TaskSystems.Ours.Name;

    public static IEnumerable<string> Of(IdleSettings settings) => settings.Peers
        ? [Ours, EmptyHost, .. TaskSystems.PeersOf(settings.Container).Select(static peer => peer.Name)]
        : [Ours];

    /// <summary>How many kinds of tasks a system knows.</summary>
    public static int KindsOf(string system, IdleSettings settings) => system == Ours ? settings.Kinds : system == EmptyHost ? 0 : 1;

    /// <summary>Makes a system, not started.</summary>
    public static async ValueTask<ITaskSystem> CreateAsync(string system, IdleSettings settings)
    {
        if (system == Ours || system == EmptyHost)
        {
            return new HostSystem(settings.Container, system == Ours ? [.. settings.Registered] : []);
        }

        ITaskSystemFactory peer = TaskSystems.PeersOf(settings.Container).Single(peer => peer.Name == system);
        return await peer.CreateAsync(new(settings.Container, settings.Kinds, Environment.ProcessorCount, Batch: 1));
    }
}
