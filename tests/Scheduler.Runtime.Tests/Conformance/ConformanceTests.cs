using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

public sealed class ConformanceTests
{
    private static readonly ContainerConformanceSuite Queue = new(MemoryFixtures.Queue);
    private static readonly ContainerConformanceSuite Ordered = new(MemoryFixtures.Ordered);

    private static readonly ContainerConformanceSuite CombinedQueue = new(CombinedFixtures.Queue) { ParallelTasks = 800 };
    private static readonly ContainerConformanceSuite CombinedOrdered = new(CombinedFixtures.Ordered) { ParallelTasks = 800 };

    public static TheoryData<string> QueueCases => Runnable(Queue);

    public static TheoryData<string> OrderedCases => Runnable(Ordered);

    public static TheoryData<string> CombinedQueueCases => Runnable(CombinedQueue);

    public static TheoryData<string> CombinedOrderedCases => Runnable(CombinedOrdered);

    [Theory, MemberData(nameof(CombinedQueueCases))]
    public Task The_combination_with_a_queue_conforms(string name) => CombinedQueue[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(CombinedOrderedCases))]
    public Task The_combination_with_an_ordered_map_conforms(string name) => CombinedOrdered[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(QueueCases))]
    public Task The_queue_conforms(string name) => Queue[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(OrderedCases))]
    public Task The_ordered_container_conforms(string name) => Ordered[name].RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void Only_what_memory_cannot_do_is_skipped()
    {
        Assert.All(Ordered.Cases.Where(c => c.SkipReason is not null), c => Assert.Matches("Shared|Reserving", c.SkipReason));
        Assert.All(Queue.Cases.Except(Queue.Cases.Where(c => c.SkipReason is null)), c => Assert.Matches("Shared|Priorities|Reserving", c.SkipReason));
    }

    /// <summary>Cases for traits that memory does not have (a shared store) are left out, not skipped: no machine can run them.</summary>
    private static TheoryData<string> Runnable(ContainerConformanceSuite suite) =>
        [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];
}
