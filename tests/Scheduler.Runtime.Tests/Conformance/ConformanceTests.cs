using GeneratedScheduler.Conformance;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

public sealed class ConformanceTests
{
    private static readonly ContainerConformanceSuite Queue = new(MemoryFixtures.Queue);
    private static readonly ContainerConformanceSuite Ordered = new(MemoryFixtures.Ordered);
    private static readonly ContainerConformanceSuite Combined = new(CombinedFixtures.Shared) { ParallelTasks = 800 };

    public static TheoryData<string> QueueCases => Runnable(Queue);

    public static TheoryData<string> OrderedCases => Runnable(Ordered);

    public static TheoryData<string> CombinedCases => Runnable(Combined);

    [Theory, MemberData(nameof(CombinedCases))]
    public Task The_combination_conforms(string name) => Combined[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(QueueCases))]
    public Task The_queue_conforms(string name) => Queue[name].RunAsync(TestContext.Current.CancellationToken);

    [Theory, MemberData(nameof(OrderedCases))]
    public Task The_ordered_container_conforms(string name) => Ordered[name].RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void Only_what_memory_cannot_do_is_skipped()
    {
        Assert.All(Ordered.Cases.Where(c => c.SkipReason is not null), c => Assert.Matches("Shared", c.SkipReason));
        Assert.All(Queue.Cases.Except(Queue.Cases.Where(c => c.SkipReason is null)), c => Assert.Matches("Shared|Priorities", c.SkipReason));
    }

    /// <summary>Cases for traits that memory does not have (a shared store) are left out, not skipped: no machine can run them.</summary>
    private static TheoryData<string> Runnable(ContainerConformanceSuite suite) =>
        [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name)];
}
