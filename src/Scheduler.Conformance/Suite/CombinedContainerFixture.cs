using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>Puts memory in front of the containers of another fixture, to test that they may stand behind a <see cref="CombinedStore"/>.</summary>
/// <param name="durable">Makes the durable containers.</param>
public sealed class CombinedContainerFixture(IContainerFixture durable) : IContainerFixture
{
    /// <summary>Those of the containers behind it, without observers of ends.</summary>
    public ContainerTraits Traits => durable.Traits & ~ContainerTraits.Outcomes;

    /// <inheritdoc/>
    public async ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken) =>
        new Subject(await durable.CreateAsync(setup, cancellationToken).ConfigureAwait(false));

    private sealed class Subject(ContainerUnderTest durable) : ContainerUnderTest
    {
        private ProbeContainer? _container;
        private CombinedStore? _store;

        public override ProbeContainer Container => _container ??= new CombinedTaskContainer<ProbeTask, ProbeResult>(durable.Container);

        public override ITaskStore Store => _store ??= new CombinedStore(durable.Store);

        public override DateTimeOffset UtcNow => durable.UtcNow;

        public override ProbeContainer OpenKind(int number) => new CombinedTaskContainer<ProbeTask, ProbeResult>(durable.OpenKind(number));

        public override ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken) => durable.AdvanceAsync(by, cancellationToken);

        public override ValueTask SetClockAsync(TimeSpan by, CancellationToken cancellationToken) => durable.SetClockAsync(by, cancellationToken);

        public override async ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) =>
            new CombinedTaskContainer<ProbeTask, ProbeResult>(await durable.OpenAnotherAsync(clockAhead, cancellationToken).ConfigureAwait(false));

        public override async ValueTask DisposeAsync()
        {
            await durable.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
