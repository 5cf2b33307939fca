using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

/// <summary>Memory in front of a store that several container objects share, as the suite wants it.</summary>
internal static class CombinedFixtures
{
    private const ContainerTraits Common =
        ContainerTraits.Fifo | ContainerTraits.Wakes | ContainerTraits.Prefetching;

    public static FakeTimeContainerFixture Queue { get; } = Make(Common, TaskOrder.Queue);

    public static FakeTimeContainerFixture Ordered { get; } = Make(Common | ContainerTraits.Priorities, TaskOrder.Priority);

    private static FakeTimeContainerFixture Make(ContainerTraits traits, TaskOrder order) =>
        FakeTimeContainerFixture.OverSharedStore(traits, clock =>
        {
            SharedMemoryStore<ProbeTask, ProbeResult> store = new(clock);
            return process => new CombinedTaskContainer<ProbeTask, ProbeResult>(
                store.Open(), new CombinedContainerOptions { Order = order, TimeProvider = process })
            {
                // A claim then has exactly the lease that it asks for, and what the container does can be foretold.
                LeasePartAtClaim = 0,
                SmallestShare = 10_000,
            };
        });
}
