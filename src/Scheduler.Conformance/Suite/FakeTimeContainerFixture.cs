using System.Globalization;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Conformance;

/// <summary>A fixture for containers in this process that take their time from a <see cref="TimeProvider"/>.</summary>
public sealed class FakeTimeContainerFixture : IContainerFixture
{
    private readonly Func<ContainerSetup, TimeProvider, Func<TimeProvider, ITaskContainer<ProbeTask, ProbeResult>>>? _makeStore;
    private readonly Func<ContainerSetup, TimeProvider, ITaskStore>? _openStore;

    /// <summary>Takes a function that makes containers.</summary>
    /// <param name="traits">What the containers can do; <see cref="ContainerTraits.Clock"/> is added.</param>
    /// <param name="create">Makes an empty container from the setup and the clock that it is to use.</param>
    public FakeTimeContainerFixture(
        ContainerTraits traits,
        Func<ContainerSetup, TimeProvider, ITaskContainer<ProbeTask, ProbeResult>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Traits = traits | ContainerTraits.Clock;
        _makeStore = (setup, clock) => _ => create(setup, clock);
    }

    private FakeTimeContainerFixture(ContainerTraits traits, Func<ContainerSetup, TimeProvider, ITaskStore> makeStore)
    {
        Traits = traits | ContainerTraits.Clock | ContainerTraits.Committing;
        _openStore = makeStore;
    }

    private FakeTimeContainerFixture(
        ContainerTraits traits,
        Func<TimeProvider, Func<TimeProvider, ITaskContainer<ProbeTask, ProbeResult>>> makeStore)
    {
        Traits = traits | ContainerTraits.Clock | ContainerTraits.Shared;
        _makeStore = (_, clock) => makeStore(clock);
    }

    /// <inheritdoc/>
    public ContainerTraits Traits { get; }

    /// <summary>A fixture whose containers share a store, the way several processes share a database.</summary>
    /// <param name="traits">What the containers can do; <see cref="ContainerTraits.Clock"/> and <see cref="ContainerTraits.Shared"/> are added.</param>
    /// <param name="makeStore">
    /// Makes an empty store with the clock that it is given, and answers with a function that opens the store: for a process with the clock
    /// that this one is given, which may be ahead of the store's.
    /// </param>
    public static FakeTimeContainerFixture OverSharedStore(
        ContainerTraits traits,
        Func<TimeProvider, Func<TimeProvider, ITaskContainer<ProbeTask, ProbeResult>>> makeStore)
    {
        ArgumentNullException.ThrowIfNull(makeStore);
        return new FakeTimeContainerFixture(traits, makeStore);
    }

    /// <summary>A fixture whose containers are opened by a store in this process, so that commits across kinds are tested too.</summary>
    /// <param name="traits">What the containers can do; <see cref="ContainerTraits.Clock"/> and <see cref="ContainerTraits.Committing"/> are added.</param>
    /// <param name="makeStore">Makes an empty store from the setup and the clock that its containers are to use.</param>
    public static FakeTimeContainerFixture OverStore(ContainerTraits traits, Func<ContainerSetup, TimeProvider, ITaskStore> makeStore)
    {
        ArgumentNullException.ThrowIfNull(makeStore);
        return new FakeTimeContainerFixture(traits, makeStore);
    }

    /// <inheritdoc/>
    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        FakeTimeProvider time = new();
        AheadClock clock = new(time, TimeSpan.Zero);
        if (_openStore is { } openStore)
        {
            return ValueTask.FromResult<ContainerUnderTest>(new StoreSubject(openStore(setup, clock), time, clock));
        }

        return ValueTask.FromResult<ContainerUnderTest>(new Subject(_makeStore!(setup, clock), time, clock, Traits.HasFlag(ContainerTraits.Shared)));
    }

    private static ProbeContainer Open(ITaskStore store, int kind, TimeProvider clock)
    {
        TaskDefinition<ProbeTask, ProbeResult> definition = new() { Name = string.Create(CultureInfo.InvariantCulture, $"probe {kind}") };
        return store.Open(definition, clock);
    }

    private sealed class StoreSubject(ITaskStore store, FakeTimeProvider time, AheadClock clock)
        : Subject(process => Open(store, 0, process), time, clock, isShared: false)
    {
        public override ITaskStore Store => store;

        public override ProbeContainer OpenKind(int number) => Open(store, number, Clock);

        public override async ValueTask DisposeAsync()
        {
            await store.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private class Subject(Func<TimeProvider, ProbeContainer> open, FakeTimeProvider time, AheadClock clock, bool isShared) : ContainerUnderTest
    {
        protected TimeProvider Clock => clock;

        public override ProbeContainer Container { get; } = open(clock);

        public override DateTimeOffset UtcNow => clock.GetUtcNow();

        public override ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            time.Advance(by);
            return ValueTask.CompletedTask;
        }

        public override ValueTask SetClockAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            clock.Set(by);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) => isShared
            ? ValueTask.FromResult(open(AheadClock.Of(clock, clockAhead)))
            : base.OpenAnotherAsync(clockAhead, cancellationToken);
    }
}
