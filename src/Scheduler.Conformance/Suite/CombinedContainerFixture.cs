using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Conformance;

/// <summary>Puts memory in front of the containers of another fixture, to test that they may stand behind a <see cref="CombinedStore"/>.</summary>
public sealed class CombinedContainerFixture : IContainerFixture
{
    private readonly IContainerFixture _durable;
    private readonly TaskOrder _order;

    /// <summary>Takes the fixture of the containers behind.</summary>
    /// <param name="durable">
    /// Makes the durable containers; must have <see cref="ContainerTraits.Reserving"/>. If it has <see cref="ContainerTraits.Clock"/>, the memory in front
    /// gets a clock that moves with it, but is not set with it.
    /// </param>
    /// <param name="order">The order in memory.</param>
    /// <exception cref="ArgumentException">The containers cannot reserve.</exception>
    public CombinedContainerFixture(IContainerFixture durable, TaskOrder order)
    {
        ArgumentNullException.ThrowIfNull(durable);
        if (!durable.Traits.HasFlag(ContainerTraits.Reserving))
        {
            throw new ArgumentException($"Memory can stand in front of containers with {nameof(ContainerTraits.Reserving)} only.", nameof(durable));
        }

        (_durable, _order) = (durable, order);

        // Memory reserves for nobody but itself, tells of no ends, and has an order of its own.
        const ContainerTraits Hidden = ContainerTraits.Reserving | ContainerTraits.Outcomes;
        ContainerTraits kept = durable.Traits & ~(order == TaskOrder.Priority ? Hidden : Hidden | ContainerTraits.Priorities);
        Traits = kept | ContainerTraits.Prefetching;
    }

    /// <inheritdoc/>
    public ContainerTraits Traits { get; }

    /// <inheritdoc/>
    public async ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        ContainerUnderTest durable = await _durable.CreateAsync(setup, cancellationToken).ConfigureAwait(false);
        return new Subject(durable, Traits.HasFlag(ContainerTraits.Clock) ? new FakeTimeProvider(durable.UtcNow) : null, _order);
    }

    private sealed class Subject(ContainerUnderTest durable, FakeTimeProvider? clock, TaskOrder order) : ContainerUnderTest
    {
        private ProbeContainer? _container;

        public override ProbeContainer Container => _container ??= PutMemoryInFrontOf(durable.Container, TimeSpan.Zero);

        public override DateTimeOffset UtcNow => durable.UtcNow;

        public override async ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            await durable.AdvanceAsync(by, cancellationToken).ConfigureAwait(false);
            clock!.Advance(by);
        }

        // The memory measures durations only.
        public override ValueTask SetClockAsync(TimeSpan by, CancellationToken cancellationToken) => durable.SetClockAsync(by, cancellationToken);

        public override async ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) =>
            PutMemoryInFrontOf(await durable.OpenAnotherAsync(clockAhead, cancellationToken).ConfigureAwait(false), clockAhead);

        public override async ValueTask DisposeAsync()
        {
            await durable.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        private CombinedTaskContainer<ProbeTask, ProbeResult> PutMemoryInFrontOf(ProbeContainer container, TimeSpan clockAhead) =>
            new((ReservingContainer)container, new CombinedContainerOptions
            {
                Order = order,
                TimeProvider = AheadClock.Of(clock ?? TimeProvider.System, clockAhead),
            })
            {
                // A claim then has exactly the lease that it asks for, if the clock stands still, and what the container does can be foretold.
                LeasePartAtClaim = clock is null ? 0.5 : 0,
                SmallestShare = 10_000,
            };
    }
}
