using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

/// <summary>Memory in front of a store that several container objects share, as the suite wants it.</summary>
internal static class CombinedFixtures
{
    public static FakeTimeContainerFixture Shared { get; } = FakeTimeContainerFixture.OverSharedStore(
        ContainerTraits.Fifo | ContainerTraits.Wakes | ContainerTraits.Priorities,
        static clock =>
        {
            SharedMemoryStore<ProbeTask, ProbeResult> store = new(clock);
            return _ => new CombinedTaskContainer<ProbeTask, ProbeResult>(store.Open());
        });
}
