using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks.Kinds;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>What the command line of <c>idle</c> asks for.</summary>
internal sealed record IdleSettings
{
    public required string Container { get; init; }

    /// <summary>How many kinds of tasks the host knows.</summary>
    public required int Kinds { get; init; }

    /// <summary>How long it has been up before it is measured.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long it is measured.</summary>
    public required TimeSpan Measured { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required bool Peers { get; init; }

    /// <summary>Whether tasks outlive the process, so that a host may find its tables there.</summary>
    public bool IsDurable => DurableStores.Names.Any(name => Container.EndsWith(name, StringComparison.Ordinal));

    public IEnumerable<Kind> Registered => HundredKinds.All.Take(Kinds);
}
