using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

/// <summary>The containers in memory, as the suite wants them.</summary>
internal static class MemoryFixtures
{
    private const ContainerTraits Common =
        ContainerTraits.Fifo | ContainerTraits.Bounded | ContainerTraits.Outcomes | ContainerTraits.Wakes | ContainerTraits.SteadyClock;

    public static FakeTimeContainerFixture Queue { get; } = FakeTimeContainerFixture.OverStore(
        Common,
        (setup, clock) => new MemoryStore(new MemoryContainerOptions
        {
            Capacity = setup.Capacity ?? 1_000_000,
            AddTimeout = setup.AddTimeout,
            KeepFinished = 10_000,
            TimeProvider = clock,
        }));

    public static FakeTimeContainerFixture Ordered { get; } = FakeTimeContainerFixture.OverStore(
        Common | ContainerTraits.Priorities,
        (setup, clock) => new MemoryStore(new MemoryContainerOptions
        {
            Order = TaskOrder.Priority,
            Capacity = setup.Capacity ?? 1_000_000,
            AddTimeout = setup.AddTimeout,
            KeepFinished = 10_000,
            TimeProvider = clock,
        }));
}
