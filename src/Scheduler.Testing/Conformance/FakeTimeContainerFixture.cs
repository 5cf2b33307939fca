using GeneratedScheduler.Containers;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Testing;

/// <summary>A fixture for containers in this process that take their time from a <see cref="TimeProvider"/>.</summary>
public sealed class FakeTimeContainerFixture : IContainerFixture
{
    private readonly Func<ContainerSetup, TimeProvider, ITaskContainer<ProbeTask, ProbeResult>> _create;

    /// <summary>Takes a function that makes containers.</summary>
    /// <param name="traits">What the containers can do; <see cref="ContainerTraits.Clock"/> is added.</param>
    /// <param name="create">Makes an empty container from the setup and the clock that it is to use.</param>
    public FakeTimeContainerFixture(
        ContainerTraits traits,
        Func<ContainerSetup, TimeProvider, ITaskContainer<ProbeTask, ProbeResult>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Traits = traits | ContainerTraits.Clock;
        _create = create;
    }

    /// <inheritdoc/>
    public ContainerTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        FakeTimeProvider clock = new();
        return ValueTask.FromResult<ContainerUnderTest>(new Subject(_create(setup, clock), clock));
    }

    private sealed class Subject(ProbeContainer container, FakeTimeProvider clock) : ContainerUnderTest
    {
        public override ProbeContainer Container => container;

        public override DateTimeOffset UtcNow => clock.GetUtcNow();

        public override ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            clock.Advance(by);
            return ValueTask.CompletedTask;
        }
    }
}
