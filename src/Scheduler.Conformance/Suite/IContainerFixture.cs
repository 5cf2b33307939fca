namespace GeneratedScheduler.Conformance;

/// <summary>Makes the containers that <see cref="ContainerConformanceSuite"/> tests.</summary>
public interface IContainerFixture
{
    /// <summary>What the containers can do; cases that need more are skipped.</summary>
    ContainerTraits Traits { get; }

    /// <summary>
    /// Makes a container with a store of its own that is empty. It must keep at least 10,000 finished tasks. The suite
    /// calls <c>InitializeAsync</c>.
    /// </summary>
    ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken);
}

/// <summary>How a container is to be made for a case.</summary>
public sealed record ContainerSetup
{
    /// <summary>The most tasks that may wait; <see langword="null"/> for the container's own default. Asked for only with <see cref="ContainerTraits.Bounded"/>.</summary>
    public int? Capacity { get; init; }

    /// <summary>How long an add waits for room, by the container's clock.</summary>
    public TimeSpan AddTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
